"""The guide, the offer, and the workspace of a note.

Part of the routes of `opnetwerk.urls`; fixed words stand before what takes a slug.
"""

from django.urls import URLPattern, path

from cultuurnota import (
    feeds,
    views,
    views_aanbod,
    views_begroting,
    views_controle,
    views_delen,
    views_doelen,
    views_engagement,
    views_hoofdstuk,
    views_opvolging,
    views_prullenmand,
    views_publicatie,
    views_rekenblad,
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
        "cultuurnota/werkruimte/prullenmand/",
        views_prullenmand.cultuurnota_werkruimte_prullenmand,
        name="cultuurnota_werkruimte_prullenmand",
    ),
    path(
        f"{NOTA}weg/",
        views_prullenmand.cultuurnota_werkruimte_weg,
        name="cultuurnota_werkruimte_weg",
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
    # the budget
    path(
        f"{NOTA}begroting/", views_begroting.cultuurnota_werkruimte_begroting, name="cultuurnota_werkruimte_begroting"
    ),
    path(
        f"{NOTA}begroting/instellen/",
        views_begroting.cultuurnota_werkruimte_begroting_instellen,
        name="cultuurnota_werkruimte_begroting_instellen",
    ),
    path(
        f"{NOTA}begroting/posten/nieuw/",
        views_begroting.cultuurnota_werkruimte_begroting_posten_nieuw,
        name="cultuurnota_werkruimte_begroting_posten_nieuw",
    ),
    path(
        f"{NOTA}begroting/posten/<uuid:kenmerk>/",
        views_begroting.cultuurnota_werkruimte_begroting_posten,
        name="cultuurnota_werkruimte_begroting_posten",
    ),
    path(
        f"{NOTA}begroting/posten/<uuid:kenmerk>/weg/",
        views_begroting.cultuurnota_werkruimte_begroting_posten_weg,
        name="cultuurnota_werkruimte_begroting_posten_weg",
    ),
    path(
        f"{NOTA}begroting/bijdragen/",
        views_begroting.cultuurnota_werkruimte_begroting_bijdragen,
        name="cultuurnota_werkruimte_begroting_bijdragen",
    ),
    path(
        f"{NOTA}begroting/toets.json",
        views_begroting.cultuurnota_werkruimte_begroting_toets,
        name="cultuurnota_werkruimte_begroting_toets",
    ),
    path(
        f"{NOTA}begroting/rekenblad/",
        views_rekenblad.cultuurnota_werkruimte_begroting_rekenblad,
        name="cultuurnota_werkruimte_begroting_rekenblad",
    ),
    path(
        f"{NOTA}begroting/rekenblad/<str:soort>/bestand/",
        views_rekenblad.cultuurnota_werkruimte_begroting_rekenblad_bestand,
        name="cultuurnota_werkruimte_begroting_rekenblad_bestand",
    ),
    # what each municipality promised
    path(
        f"{NOTA}engagement/",
        views_engagement.cultuurnota_werkruimte_engagement,
        name="cultuurnota_werkruimte_engagement",
    ),
    path(
        f"{NOTA}engagement/<slug:nis>/",
        views_engagement.cultuurnota_werkruimte_engagement_pagina,
        name="cultuurnota_werkruimte_engagement_pagina",
    ),
    path(
        "cultuurnota/herinnering/<str:teken>/",
        views_engagement.cultuurnota_herinnering,
        name="cultuurnota_herinnering",
    ),
    path(
        f"{NOTA}engagement/<slug:nis>/document/bestand/",
        views_engagement.cultuurnota_werkruimte_engagement_document_bestand,
        name="cultuurnota_werkruimte_engagement_document_bestand",
    ),
    # what is online
    path(
        f"{NOTA}publicatie/",
        views_publicatie.cultuurnota_werkruimte_publicatie,
        name="cultuurnota_werkruimte_publicatie",
    ),
    path("cultuurnota/vergelijken/", views_publicatie.cultuurnota_vergelijken, name="cultuurnota_vergelijken"),
    path("igs/<slug:slug>/cultuurnota/", views_publicatie.igs_cultuurnota, name="igs_cultuurnota"),
    path("igs/<slug:slug>/cultuurnota/atom.xml", feeds.igs_cultuurnota_atom, name="igs_cultuurnota_atom"),
    path(
        "igs/<slug:slug>/cultuurnota/beeld/<int:nummer>/bestand/",
        views_publicatie.igs_cultuurnota_beeld_bestand,
        name="igs_cultuurnota_beeld_bestand",
    ),
    # following up
    path(
        f"{NOTA}opvolging/", views_opvolging.cultuurnota_werkruimte_opvolging, name="cultuurnota_werkruimte_opvolging"
    ),
    path(
        f"{NOTA}opvolging/koppelingen/",
        views_opvolging.cultuurnota_werkruimte_opvolging_koppelingen,
        name="cultuurnota_werkruimte_opvolging_koppelingen",
    ),
    path(
        f"{NOTA}opvolging/<int:jaar>/",
        views_opvolging.cultuurnota_werkruimte_opvolging_jaar,
        name="cultuurnota_werkruimte_opvolging_jaar",
    ),
    path(
        f"{NOTA}opvolging/<int:jaar>/verslag/",
        views_opvolging.cultuurnota_werkruimte_opvolging_verslag,
        name="cultuurnota_werkruimte_opvolging_verslag",
    ),
    path(
        f"{NOTA}opvolging/<int:jaar>/verslag/bestand/",
        views_opvolging.cultuurnota_werkruimte_opvolging_verslag_bestand,
        name="cultuurnota_werkruimte_opvolging_verslag_bestand",
    ),
    path(
        f"{NOTA}opvolging/<int:jaar>/<uuid:doel>/invullen/",
        views_opvolging.cultuurnota_werkruimte_opvolging_invullen,
        name="cultuurnota_werkruimte_opvolging_invullen",
    ),
    path("cultuurnota/lezen/<uuid:sleutel>/", views_delen.cultuurnota_lezen, name="cultuurnota_lezen"),
]
