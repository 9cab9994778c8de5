"""Preview links: a signed address of one version, for the editor and for whoever gets it; it ends by itself."""

from django.apps import apps
from django.core import signing
from django.http import Http404
from django.urls import reverse

from opnetwerk import versies
from opnetwerk.redactioneel import Redactioneel

ZOUT = "opnetwerk.voorbeeld"
DAGEN_GELDIG = 7


def maak_link(item: Redactioneel, nummer: int) -> str:
    """The path that shows this version of the item for seven days."""
    teken = signing.dumps([item._meta.label, item.pk, nummer], salt=ZOUT, compress=True)
    return reverse("voorbeeld", args=[teken])


def lees_link(teken: str) -> Redactioneel:
    """The item as it looks in the version of the link. Raises Http404 for a wrong, forged or expired link."""
    try:
        label, pk, nummer = signing.loads(teken, salt=ZOUT, max_age=DAGEN_GELDIG * 24 * 3600)
        model = apps.get_model(label)
    except (signing.BadSignature, LookupError, ValueError, TypeError) as fout:
        raise Http404 from fout
    item = model._default_manager.filter(pk=pk).first() if issubclass(model, Redactioneel) else None
    if item is None or item.verwijderd_op:
        raise Http404
    versie = item.versies.filter(nummer=nummer).first()
    return versies.met_concept(item, versie) if versie else item
