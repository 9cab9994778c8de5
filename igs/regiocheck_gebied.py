"""From the network of a day to the plain area of the Regiocheck: the only piece that knows both."""

from igs.netwerk import Netwerk
from igs.regiocheck_cijfers import Gebied, GebiedsGemeente


def gebied_van(netwerk: Netwerk) -> Gebied:
    """The municipalities that exist on the day of the network, without a query.

    Neighbours are known between the municipalities of today. On an earlier day two municipalities count as neighbours
    when the ground they became part of touches, or when they became one: that can be more than touched in reality.
    """
    cellen = netwerk.op_cel
    paren = {
        (een.nis_code, ander.nis_code) for cel in cellen.values() for een in cel for ander in cel if een != ander
    } | {
        (een.nis_code, ander.nis_code)
        for a, b in netwerk.buurparen
        for een in cellen.get(a, [])
        for ander in cellen.get(b, [])
    }
    regios = {regio.pk: regio for regio in netwerk.regios}
    return Gebied(
        gemeenten=tuple(
            GebiedsGemeente(
                nis_code=gemeente.nis_code,
                naam=gemeente.naam,
                inwoners=gemeente.inwoners,
                inwoners_jaar=gemeente.inwoners_jaar,
                regio=regios[gemeente.referentieregio_id].slug,
                in_igs=bool(netwerk.lidmaatschappen_van(gemeente)),
            )
            for gemeente in netwerk.gemeenten
        ),
        buurparen=tuple(sorted(paren)),
        regionamen={regio.slug: regio.naam for regio in netwerk.regios},
        dag=netwerk.dag,
    )
