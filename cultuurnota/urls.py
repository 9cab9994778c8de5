"""The guide, the offer, and the workspace of a note.

Part of the routes of `opnetwerk.urls`; fixed words stand before what takes a slug.
"""

from django.urls import URLPattern, path

from cultuurnota import (
    views,
    views_aanbod,
    views_controle,
    views_delen,
    views_doelen,
    views_hoofdstuk,
    views_team,
    views_werkruimte,
)

NOTA = "cultuurnota/werkruimte/<uuid:nota>/"

urlpatterns: list[URLPattern] = [
    # the other doors
    path("cultuurnota/", views.cultuurnota, name="cultuurnota"),
    path("cultuurnota/stappen/", views.cultuurnota_stappen, name="cultuurnota_stappen"),
    path(
        "cultuurnota/stappen/<slug:slug>/",
        views.cultuurnota_stappen_pagina,
        name="cultuurnota_stappen_pagina",
    ),
    path("cultuurnota/tijdlijn/", views.cultuurnota_tijdlijn, name="cultuurnota_tijdlijn"),
    path("cultuurnota/criteria/", views.cultuurnota_criteria, name="cultuurnota_criteria"),
    path("cultuurnota/opbouw/", views.cultuurnota_opbouw, name="cultuurnota_opbouw"),
    path("cultuurnota/voorbeelden/", views.cultuurnota_voorbeelden, name="cultuurnota_voorbeelden"),
    path("cultuurnota/verschil/", views.cultuurnota_verschil, name="cultuurnota_verschil"),
    path("cultuurnota/planning/", views.cultuurnota_planning, name="cultuurnota_planning"),
    path("cultuurnota/planning.ics", views.cultuurnota_planning_ics, name="cultuurnota_planning_ics"),
    path("cultuurnota/aanbod/", views_aanbod.cultuurnota_aanbod, name="cultuurnota_aanbod"),
    # working on a note
    path("cultuurnota/werkruimte/", views_werkruimte.cultuurnota_werkruimte, name="cultuurnota_werkruimte"),
    path(
        "cultuurnota/werkruimte/nieuw/",
        views_werkruimte.cultuurnota_werkruimte_nieuw,
        name="cultuurnota_werkruimte_nieuw",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/",
        views_werkruimte.cultuurnota_werkruimte_pagina,
        name="cultuurnota_werkruimte_pagina",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/feiten/",
        views_werkruimte.cultuurnota_werkruimte_feiten,
        name="cultuurnota_werkruimte_feiten",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/hoofdstukken/",
        views_werkruimte.cultuurnota_werkruimte_hoofdstukken,
        name="cultuurnota_werkruimte_hoofdstukken",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/beelden/",
        views_werkruimte.cultuurnota_werkruimte_beelden,
        name="cultuurnota_werkruimte_beelden",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/team/",
        views_team.cultuurnota_werkruimte_team,
        name="cultuurnota_werkruimte_team",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/hoofdstuk/<uuid:hoofdstuk>/",
        views_hoofdstuk.cultuurnota_werkruimte_hoofdstuk,
        name="cultuurnota_werkruimte_hoofdstuk",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/hoofdstuk/<uuid:hoofdstuk>/bewaar.json",
        views_hoofdstuk.cultuurnota_werkruimte_hoofdstuk_bewaar,
        name="cultuurnota_werkruimte_hoofdstuk_bewaar",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/hoofdstuk/<uuid:hoofdstuk>/beslis/",
        views_hoofdstuk.cultuurnota_werkruimte_hoofdstuk_beslis,
        name="cultuurnota_werkruimte_hoofdstuk_beslis",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/hoofdstuk/<uuid:hoofdstuk>/opmerkingen/",
        views_hoofdstuk.cultuurnota_werkruimte_hoofdstuk_opmerkingen,
        name="cultuurnota_werkruimte_hoofdstuk_opmerkingen",
    ),
    path(
        "cultuurnota/werkruimte/<uuid:nota>/hoofdstuk/<uuid:hoofdstuk>/geschiedenis/",
        views_hoofdstuk.cultuurnota_werkruimte_hoofdstuk_geschiedenis,
        name="cultuurnota_werkruimte_hoofdstuk_geschiedenis",
    ),
    path(
        "cultuurnota/uitnodiging/<str:teken>/",
        views_team.cultuurnota_uitnodiging,
        name="cultuurnota_uitnodiging",
    ),
    # objectives, check, sharing
    path(
        f"{NOTA}doelen/",
        views_doelen.cultuurnota_werkruimte_doelen,
        name="cultuurnota_werkruimte_doelen",
    ),
    path(
        f"{NOTA}doelen/planning/",
        views_doelen.cultuurnota_werkruimte_doelen_planning,
        name="cultuurnota_werkruimte_doelen_planning",
    ),
    path(
        f"{NOTA}doelen/<str:soort>/nieuw/",
        views_doelen.cultuurnota_werkruimte_doelen_nieuw,
        name="cultuurnota_werkruimte_doelen_nieuw",
    ),
    path(
        f"{NOTA}doelen/<str:soort>/<uuid:kenmerk>/wijzig/",
        views_doelen.cultuurnota_werkruimte_doelen_wijzig,
        name="cultuurnota_werkruimte_doelen_wijzig",
    ),
    path(
        f"{NOTA}doelen/<str:soort>/<uuid:kenmerk>/weg/",
        views_doelen.cultuurnota_werkruimte_doelen_weg,
        name="cultuurnota_werkruimte_doelen_weg",
    ),
    path(
        f"{NOTA}controle/",
        views_controle.cultuurnota_werkruimte_controle,
        name="cultuurnota_werkruimte_controle",
    ),
    path(
        f"{NOTA}delen/",
        views_delen.cultuurnota_werkruimte_delen,
        name="cultuurnota_werkruimte_delen",
    ),
    path(
        f"{NOTA}delen/druk/",
        views_delen.cultuurnota_werkruimte_delen_druk,
        name="cultuurnota_werkruimte_delen_druk",
    ),
    path(
        f"{NOTA}delen/uitvoer/<uuid:kenmerk>/",
        views_delen.cultuurnota_werkruimte_delen_uitvoer,
        name="cultuurnota_werkruimte_delen_uitvoer",
    ),
    path(
        f"{NOTA}delen/uitvoer/<uuid:kenmerk>/bestand/",
        views_delen.cultuurnota_werkruimte_delen_uitvoer_bestand,
        name="cultuurnota_werkruimte_delen_uitvoer_bestand",
    ),
    path(
        "cultuurnota/werkruimte/invoer/",
        views_delen.cultuurnota_werkruimte_invoer,
        name="cultuurnota_werkruimte_invoer",
    ),
    path("cultuurnota/lezen/<uuid:sleutel>/", views_delen.cultuurnota_lezen, name="cultuurnota_lezen"),
]
