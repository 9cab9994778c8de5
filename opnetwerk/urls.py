"""All routes: those of the network here, those of the other apps in their own `urls`.

One word per page: path, URL name, view and template carry the same name.
"""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

import igs.feeds
import igs.views
import igs.views_contact
import igs.views_hulp
import igs.views_inhoud
import igs.views_melden
import igs.views_opstarten
import igs.views_overzicht
import igs.views_regiocheck
import igs.views_uitnodiging
import igs.views_voorbeeld
from opnetwerk import (
    gegevensviews,
    gespreksviews,
    handleiding,
    media,
    mijn,
    postvak,
    stijlgids,
    toegankelijkheid,
    veiligheidspagina,
    views,
    vindbaar,
    woordenlijst,
)

handler400 = "opnetwerk.foutpaginas.verzoek_fout"
handler403 = "opnetwerk.foutpaginas.geen_toegang"
handler404 = "opnetwerk.foutpaginas.niet_gevonden"
handler500 = "opnetwerk.foutpaginas.serverfout"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("zoek/", views.zoek, name="zoek"),
    path("zoek/voorstellen.json", views.zoek_voorstellen, name="zoek_voorstellen"),
    # the network
    path("igs/", igs.views.igs, name="igs"),
    path("igs/<slug:slug>/", igs.views.igs_pagina, name="igs_pagina"),
    path("igs/<slug:slug>/contact/", igs.views_contact.igs_contact, name="igs_contact"),
    path("regios/", igs.views.regios, name="regios"),
    path("regios/<slug:slug>/", igs.views.regios_pagina, name="regios_pagina"),
    path("gemeenten/", igs.views.gemeenten, name="gemeenten"),
    path("gemeenten/<slug:slug>/", igs.views.gemeenten_pagina, name="gemeenten_pagina"),
    path("igs-opstarten/", igs.views_opstarten.igs_opstarten, name="igs_opstarten"),
    path("igs-opstarten/kalender/", igs.views_opstarten.igs_opstarten_kalender, name="igs_opstarten_kalender"),
    path(
        "igs-opstarten/kalender.ics",
        igs.views_opstarten.igs_opstarten_kalender_ics,
        name="igs_opstarten_kalender_ics",
    ),
    path("igs-opstarten/<slug:slug>/", igs.views_opstarten.igs_opstarten_pagina, name="igs_opstarten_pagina"),
    path("regiocheck/vraag-hulp/", igs.views_hulp.regiocheck_vraag_hulp, name="regiocheck_vraag_hulp"),
    path(
        "regiocheck/vraag-hulp/bedankt/<uuid:kenmerk>/",
        igs.views_hulp.regiocheck_vraag_hulp_bedankt,
        name="regiocheck_vraag_hulp_bedankt",
    ),
    path(
        "regiocheck/vraag-hulp/bevestig/<str:teken>/",
        igs.views_hulp.regiocheck_vraag_hulp_bevestig,
        name="regiocheck_vraag_hulp_bevestig",
    ),
    path("regiocheck/overzicht/", igs.views_overzicht.regiocheck_overzicht, name="regiocheck_overzicht"),
    path("regiocheck/overzicht.csv", igs.views_overzicht.regiocheck_overzicht_csv, name="regiocheck_overzicht_csv"),
    path("regiovorming/", igs.views.regiovorming, name="regiovorming"),
    path("regiocheck/", igs.views_regiocheck.regiocheck, name="regiocheck"),
    path("regiocheck/vragen/", igs.views_regiocheck.regiocheck_vragen, name="regiocheck_vragen"),
    path("regiocheck/antwoorden/", igs.views_regiocheck.regiocheck_antwoorden, name="regiocheck_antwoorden"),
    path("regiocheck/uitkomst/", igs.views_regiocheck.regiocheck_uitkomst, name="regiocheck_uitkomst"),
    path("regiocheck/uitkomst.csv", igs.views_regiocheck.regiocheck_uitkomst_csv, name="regiocheck_uitkomst_csv"),
    path("regiocheck/uitkomst.json", igs.views_regiocheck.regiocheck_uitkomst_json, name="regiocheck_uitkomst_json"),
    path("regiocheck/vergelijk/", igs.views_regiocheck.regiocheck_vergelijk, name="regiocheck_vergelijk"),
    path("belicht/", igs.views.belicht, name="belicht"),
    path("belicht/atom.xml", igs.feeds.belicht_atom, name="belicht_atom"),
    path("belicht/vragen/<slug:slug>/", igs.views_inhoud.belicht_vragen_pagina, name="belicht_vragen_pagina"),
    path("belicht/<slug:slug>/", igs.views.belicht_pagina, name="belicht_pagina"),
    # what the networks do and tell
    path("agenda/", igs.views_inhoud.agenda, name="agenda"),
    path("agenda/agenda.ics", igs.views_inhoud.agenda_feed, name="agenda_feed"),
    path("agenda/<slug:slug>.ics", igs.views_inhoud.agenda_ics, name="agenda_ics"),
    path("agenda/<slug:slug>/", igs.views_inhoud.agenda_pagina, name="agenda_pagina"),
    path("nieuws/", igs.views_inhoud.nieuws, name="nieuws"),
    path("nieuws/atom.xml", igs.feeds.nieuws_atom, name="nieuws_atom"),
    path("nieuws/<slug:slug>/", igs.views_inhoud.nieuws_pagina, name="nieuws_pagina"),
    path("praktijken/", igs.views_inhoud.praktijken, name="praktijken"),
    path("praktijken/<slug:slug>/", igs.views_inhoud.praktijken_pagina, name="praktijken_pagina"),
    # reuse
    path("open-data/", igs.views.open_data, name="open_data"),
    path("open-data/kaart.geojson", igs.views.open_data_kaart, name="open_data_kaart"),
    re_path(r"^open-data/(?P<naam>[a-z]+)\.(?P<vorm>csv|json)$", igs.views.open_data_bestand, name="open_data_bestand"),
    path("deelbeeld/igs/<slug:slug>.png", igs.views.deelbeeld_igs, name="deelbeeld_igs"),
    path("deelbeeld/regios/<slug:slug>.png", igs.views.deelbeeld_regio, name="deelbeeld_regio"),
    # about the site
    path("over/", views.over, name="over"),
    path("privacy/", views.privacy, name="privacy"),
    path("bewaartermijnen/", views.bewaartermijnen, name="bewaartermijnen"),
    path("toegankelijkheid/", toegankelijkheid.toegankelijkheid, name="toegankelijkheid"),
    path("veiligheid/", veiligheidspagina.veiligheid, name="veiligheid"),
    path(".well-known/security.txt", veiligheidspagina.well_known_security, name="well_known_security"),
    path("woordenlijst/", woordenlijst.woordenlijst, name="woordenlijst"),
    path("stijlgids/", stijlgids.stijlgids, name="stijlgids"),
    path("sitemap.xml", vindbaar.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("gezondheid/leeft/", views.gezondheid_leeft, name="gezondheid_leeft"),
    path("gezondheid/klaar/", views.gezondheid_klaar, name="gezondheid_klaar"),
    path("gezondheid/metingen/", views.gezondheid_metingen, name="gezondheid_metingen"),
    # what visitors tell us
    path("klopt-er-iets-niet/", igs.views_melden.klopt_er_iets_niet, name="klopt_er_iets_niet"),
    path(
        "klopt-er-iets-niet/bedankt/<uuid:kenmerk>/",
        igs.views_melden.klopt_er_iets_niet_bedankt,
        name="klopt_er_iets_niet_bedankt",
    ),
    # messages that the portal brings over
    path("gesprek/verstuurd/<uuid:kenmerk>/", gespreksviews.gesprek_verstuurd, name="gesprek_verstuurd"),
    path("gesprek/bevestig/<str:teken>/", gespreksviews.gesprek_bevestig, name="gesprek_bevestig"),
    path("gesprek/<str:teken>/", gespreksviews.gesprek, name="gesprek"),
    path("gesprek/<str:teken>/meld-misbruik/", gespreksviews.gesprek_meld_misbruik, name="gesprek_meld_misbruik"),
    path("gesprek/<str:teken>/blokkeer/", gespreksviews.gesprek_blokkeer, name="gesprek_blokkeer"),
    # pictures
    path("media/<path:pad>", media.media, name="media"),
    # the mail of a portal that runs locally
    path("postvak/", postvak.postvak, name="postvak"),
    path("postvak/<slug:naam>/", postvak.postvak_bericht, name="postvak_bericht"),
    # the account
    path("mijn/", mijn.mijn, name="mijn"),
    path("mijn/gegevens/", gegevensviews.mijn_gegevens, name="mijn_gegevens"),
    path("mijn/gegevens/meenemen/", gegevensviews.mijn_gegevens_meenemen, name="mijn_gegevens_meenemen"),
    path("mijn/gegevens/wissen/", gegevensviews.mijn_gegevens_wissen, name="mijn_gegevens_wissen"),
    path("mijn-gegevens/", gegevensviews.mijn_gegevens_zonder_account, name="mijn_gegevens_zonder_account"),
    path("mijn-gegevens/gevraagd/", gegevensviews.mijn_gegevens_gevraagd, name="mijn_gegevens_gevraagd"),
    path("mijn-gegevens/adres/<str:teken>/", gegevensviews.mijn_gegevens_adres, name="mijn_gegevens_adres"),
    # the guide for coordinators
    path("handleiding/", handleiding.handleiding, name="handleiding"),
    path("handleiding/<slug:slug>/", handleiding.handleiding_pagina, name="handleiding_pagina"),
    path("mijn/berichten/", gespreksviews.mijn_berichten, name="mijn_berichten"),
    # editing: what needs no account
    path("uitnodiging/aangenomen/", igs.views_uitnodiging.uitnodiging_aangenomen, name="uitnodiging_aangenomen"),
    path("uitnodiging/<str:sleutel>/<str:waarde>/", igs.views_uitnodiging.uitnodiging, name="uitnodiging"),
    path("voorbeeld/<str:teken>/", igs.views_voorbeeld.voorbeeld, name="voorbeeld"),
    # accounts and editing: their own addresses
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    # the other doors
    path("", include("talent.urls")),
    path("", include("grensbrekers.urls")),
    path("", include("cultuurnota.urls")),
]
