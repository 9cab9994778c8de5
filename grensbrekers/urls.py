"""Colleagues across the border: sign-up, the network behind a personal link, the map, meetings.

Part of the routes of `opnetwerk.urls`; fixed words stand before what takes a slug.
"""

from django.urls import URLPattern, path

from grensbrekers import (
    views,
    views_aanmelden,
    views_kaart,
    views_koppeling,
    views_netwerk,
    views_ontmoetingen,
    views_stop,
    views_vragen,
)

urlpatterns: list[URLPattern] = [
    path("grensbrekers/", views.grensbrekers, name="grensbrekers"),
    path("grensbrekers/kaart/", views_kaart.grensbrekers_kaart, name="grensbrekers_kaart"),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/koppeling/",
        views_koppeling.grensbrekers_netwerk_koppeling,
        name="grensbrekers_netwerk_koppeling",
    ),
    path(
        "grensbrekers/word-grensbreker/",
        views_aanmelden.grensbrekers_word_grensbreker,
        name="grensbrekers_word_grensbreker",
    ),
    path(
        "grensbrekers/word-grensbreker/bedankt/",
        views_aanmelden.grensbrekers_word_grensbreker_bedankt,
        name="grensbrekers_word_grensbreker_bedankt",
    ),
    path(
        "grensbrekers/bevestig/<str:teken>/",
        views_aanmelden.grensbrekers_bevestig,
        name="grensbrekers_bevestig",
    ),
    path("grensbrekers/mijn-link/", views_aanmelden.grensbrekers_mijn_link, name="grensbrekers_mijn_link"),
    path(
        "grensbrekers/mijn-link/gevraagd/",
        views_aanmelden.grensbrekers_mijn_link_gevraagd,
        name="grensbrekers_mijn_link_gevraagd",
    ),
    path("mijn/grensbreker/", views_aanmelden.mijn_grensbreker, name="mijn_grensbreker"),
    path("grensbrekers/stop/<str:teken>/", views_stop.grensbrekers_stop, name="grensbrekers_stop"),
    path(
        "grensbrekers/uitschrijven/<str:teken>/",
        views_stop.grensbrekers_uitschrijven,
        name="grensbrekers_uitschrijven",
    ),
    path(
        "grensbrekers/klopt-nog/<str:teken>/",
        views_stop.grensbrekers_klopt_nog,
        name="grensbrekers_klopt_nog",
    ),
    path(
        "grensbrekers/nieuw-adres/<str:teken>/",
        views_stop.grensbrekers_nieuw_adres,
        name="grensbrekers_nieuw_adres",
    ),
    path(
        "grensbrekers/ontmoetingen/",
        views_ontmoetingen.grensbrekers_ontmoetingen,
        name="grensbrekers_ontmoetingen",
    ),
    path(
        "grensbrekers/ontmoetingen/<slug:slug>.ics",
        views_ontmoetingen.grensbrekers_ontmoetingen_ics,
        name="grensbrekers_ontmoetingen_ics",
    ),
    path(
        "grensbrekers/ontmoetingen/<slug:slug>/",
        views_ontmoetingen.grensbrekers_ontmoetingen_pagina,
        name="grensbrekers_ontmoetingen_pagina",
    ),
    path(
        "grensbrekers/ontmoetingen/<slug:slug>/verslag/",
        views_ontmoetingen.grensbrekers_ontmoetingen_verslag,
        name="grensbrekers_ontmoetingen_verslag",
    ),
    path("grensbrekers/inzichten/", views_vragen.grensbrekers_inzichten, name="grensbrekers_inzichten"),
    path(
        "grensbrekers/inzichten/atom.xml",
        views_vragen.grensbrekers_inzichten_atom,
        name="grensbrekers_inzichten_atom",
    ),
    # behind the personal link of a member
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/ontmoetingen/",
        views_ontmoetingen.grensbrekers_netwerk_ontmoetingen,
        name="grensbrekers_netwerk_ontmoetingen",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/ontmoetingen/<slug:slug>/",
        views_ontmoetingen.grensbrekers_netwerk_ontmoetingen_pagina,
        name="grensbrekers_netwerk_ontmoetingen_pagina",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/agenda.ics",
        views_ontmoetingen.grensbrekers_netwerk_agenda,
        name="grensbrekers_netwerk_agenda",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/vragen/",
        views_vragen.grensbrekers_netwerk_vragen,
        name="grensbrekers_netwerk_vragen",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/vragen/stel/",
        views_vragen.grensbrekers_netwerk_vragen_stel,
        name="grensbrekers_netwerk_vragen_stel",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/vraag/<uuid:kenmerk>/",
        views_vragen.grensbrekers_netwerk_vraag,
        name="grensbrekers_netwerk_vraag",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/",
        views_netwerk.grensbrekers_netwerk,
        name="grensbrekers_netwerk",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/gegevens/",
        views_netwerk.grensbrekers_netwerk_gegevens,
        name="grensbrekers_netwerk_gegevens",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/adres/",
        views_netwerk.grensbrekers_netwerk_adres,
        name="grensbrekers_netwerk_adres",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/collega/<uuid:kenmerk>/",
        views_netwerk.grensbrekers_netwerk_collega,
        name="grensbrekers_netwerk_collega",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/collega/<uuid:kenmerk>/bericht/",
        views_netwerk.grensbrekers_netwerk_collega_bericht,
        name="grensbrekers_netwerk_collega_bericht",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/collega/<uuid:kenmerk>/kennismaken/",
        views_netwerk.grensbrekers_netwerk_collega_kennismaken,
        name="grensbrekers_netwerk_collega_kennismaken",
    ),
    path(
        "grensbrekers/netwerk/<uuid:sleutel>/introductie/<uuid:kenmerk>/",
        views_netwerk.grensbrekers_netwerk_introductie,
        name="grensbrekers_netwerk_introductie",
    ),
]
