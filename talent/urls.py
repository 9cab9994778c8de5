"""Makers: the directory, registration, the editor, and what goes out.

Part of the routes of `opnetwerk.urls`; fixed words stand before what takes a slug.
"""

from django.urls import URLPattern, path

from talent import (
    feeds,
    views,
    views_beelden,
    views_bewerken,
    views_bureau,
    views_contact,
    views_inschrijven,
    views_mijn,
    views_netwerk,
    views_oproepen,
    views_organisator,
    views_passen,
    views_profiel,
    views_regios,
    views_voorbereiden,
)

urlpatterns: list[URLPattern] = [
    path("talent/", views.talent, name="talent"),
    path("talent/atom.xml", feeds.talent_atom, name="talent_atom"),
    path("talent/talenten.json", feeds.talent_talenten, name="talent_talenten"),
    path("talent/lijstje/", views.talent_lijstje, name="talent_lijstje"),
    path("igs/<slug:slug>/talent/", views.igs_talent, name="igs_talent"),
    path("igs/<slug:slug>/talent/atom.xml", feeds.igs_talent_atom, name="igs_talent_atom"),
    path("igs/<slug:slug>/talent/talenten.json", feeds.igs_talent_talenten, name="igs_talent_talenten"),
    path("igs/<slug:slug>/talent/inbedden/", views.igs_talent_inbedden, name="igs_talent_inbedden"),
    path("talent/word-talent/", views_inschrijven.talent_word_talent, name="talent_word_talent"),
    path(
        "talent/word-talent/leeftijd/",
        views_inschrijven.talent_word_talent_leeftijd,
        name="talent_word_talent_leeftijd",
    ),
    path(
        "talent/word-talent/te-jong/",
        views_inschrijven.talent_word_talent_te_jong,
        name="talent_word_talent_te_jong",
    ),
    path(
        "talent/word-talent/inschrijven/",
        views_inschrijven.talent_word_talent_inschrijven,
        name="talent_word_talent_inschrijven",
    ),
    path("talent/word-organisator/", views_organisator.talent_word_organisator, name="talent_word_organisator"),
    path(
        "talent/word-organisator/aanmelden/",
        views_organisator.talent_word_organisator_aanmelden,
        name="talent_word_organisator_aanmelden",
    ),
    path(
        "talent/word-organisator/bedankt/",
        views_organisator.talent_word_organisator_bedankt,
        name="talent_word_organisator_bedankt",
    ),
    path(
        "talent/word-organisator/bevestig/<str:teken>/",
        views_organisator.talent_word_organisator_bevestig,
        name="talent_word_organisator_bevestig",
    ),
    path(
        "talent/word-organisator/mijn-link/",
        views_organisator.talent_word_organisator_mijn_link,
        name="talent_word_organisator_mijn_link",
    ),
    path(
        "talent/word-organisator/mijn-link/gevraagd/",
        views_organisator.talent_word_organisator_mijn_link_gevraagd,
        name="talent_word_organisator_mijn_link_gevraagd",
    ),
    path("mijn/organisator/", views_organisator.mijn_organisator, name="mijn_organisator"),
    path(
        "talent/organisatoren/<uuid:sleutel>/stoppen/",
        views_organisator.talent_organisatoren_stoppen,
        name="talent_organisatoren_stoppen",
    ),
    path(
        "talent/organisatoren/<uuid:sleutel>/voorbereiden/",
        views_voorbereiden.talent_organisatoren_voorbereiden,
        name="talent_organisatoren_voorbereiden",
    ),
    path(
        "talent/organisatoren/<uuid:sleutel>/voorbereiden/nieuw/",
        views_voorbereiden.talent_organisatoren_voorbereiden_nieuw,
        name="talent_organisatoren_voorbereiden_nieuw",
    ),
    path(
        "talent/organisatoren/<uuid:sleutel>/voorbereiden/<uuid:kenmerk>/blad/",
        views_voorbereiden.talent_organisatoren_voorbereiden_blad,
        name="talent_organisatoren_voorbereiden_blad",
    ),
    path("talent/voorbereid/", views_voorbereiden.talent_voorbereid, name="talent_voorbereid"),
    path(
        "talent/voorbereid/profiel/<str:teken>/",
        views_voorbereiden.talent_voorbereid_profiel,
        name="talent_voorbereid_profiel",
    ),
    path(
        "talent/voorbereid/profiel/<str:teken>/leeftijd/",
        views_voorbereiden.talent_voorbereid_profiel_leeftijd,
        name="talent_voorbereid_profiel_leeftijd",
    ),
    path(
        "talent/voorbereid/profiel/<str:teken>/overnemen/",
        views_voorbereiden.talent_voorbereid_profiel_overnemen,
        name="talent_voorbereid_profiel_overnemen",
    ),
    path("talent/ouder/<str:teken>/", views_inschrijven.talent_ouder, name="talent_ouder"),
    path("talent/uitnodiging/<str:teken>/", views_inschrijven.talent_uitnodiging, name="talent_uitnodiging"),
    path("talent/klopt-nog/<str:teken>/", views_inschrijven.talent_klopt_nog, name="talent_klopt_nog"),
    path("talent/gelukt/<str:teken>/", views_netwerk.talent_gelukt, name="talent_gelukt"),
    path("talent/verbinding/<str:teken>/", views_netwerk.talent_verbinding, name="talent_verbinding"),
    path("mijn/talent/<slug:slug>/netwerk/", views_netwerk.mijn_talent_netwerk, name="mijn_talent_netwerk"),
    path("talent/niet-wissen/<str:teken>/", views_inschrijven.talent_niet_wissen, name="talent_niet_wissen"),
    path("mijn/talent/", views_mijn.mijn_talent, name="mijn_talent"),
    path("mijn/talent/<slug:slug>/", views_mijn.mijn_talent_pagina, name="mijn_talent_pagina"),
    path("mijn/talent/<slug:slug>/beheerders/", views_mijn.mijn_talent_beheerders, name="mijn_talent_beheerders"),
    path(
        "mijn/talent/<slug:slug>/toestemmingen/",
        views_mijn.mijn_talent_toestemmingen,
        name="mijn_talent_toestemmingen",
    ),
    path("mijn/talent/<slug:slug>/ouder/", views_mijn.mijn_talent_ouder, name="mijn_talent_ouder"),
    path("mijn/talent/<slug:slug>/meenemen/", views_mijn.mijn_talent_meenemen, name="mijn_talent_meenemen"),
    path("mijn/talent/<slug:slug>/leeftijd/", views_mijn.mijn_talent_leeftijd, name="mijn_talent_leeftijd"),
    path("mijn/talent/<slug:slug>/wissen/", views_mijn.mijn_talent_wissen, name="mijn_talent_wissen"),
    # calls: for everybody, for who answers, and the desk of the organiser
    path("talent/oproepen/", views_oproepen.talent_oproepen, name="talent_oproepen"),
    path("talent/oproepen/atom.xml", views_oproepen.talent_oproepen_atom, name="talent_oproepen_atom"),
    path("talent/oproepen/<slug:slug>/", views_oproepen.talent_oproepen_pagina, name="talent_oproepen_pagina"),
    path("mijn/oproepen/", views_oproepen.mijn_oproepen, name="mijn_oproepen"),
    path(
        "mijn/oproepen/<slug:slug>/reageren/",
        views_oproepen.mijn_oproepen_reageren,
        name="mijn_oproepen_reageren",
    ),
    path("talent/organisatoren/<uuid:sleutel>/", views_bureau.talent_organisatoren, name="talent_organisatoren"),
    path(
        "talent/organisatoren/<uuid:sleutel>/oproepen/nieuw/",
        views_bureau.talent_organisatoren_oproepen_nieuw,
        name="talent_organisatoren_oproepen_nieuw",
    ),
    path(
        "talent/organisatoren/<uuid:sleutel>/oproepen/<slug:slug>/",
        views_bureau.talent_organisatoren_oproepen_pagina,
        name="talent_organisatoren_oproepen_pagina",
    ),
    path(
        "talent/organisatoren/<uuid:sleutel>/oproepen/<slug:slug>/wijzig/",
        views_bureau.talent_organisatoren_oproepen_wijzig,
        name="talent_organisatoren_oproepen_wijzig",
    ),
    path(
        "talent/organisatoren/<uuid:sleutel>/oproepen/<slug:slug>/intrekken/",
        views_bureau.talent_organisatoren_oproepen_intrekken,
        name="talent_organisatoren_oproepen_intrekken",
    ),
    path("talent/criteria/", views_profiel.talent_criteria, name="talent_criteria"),
    path("talent/<slug:slug>/", views_profiel.talent_pagina, name="talent_pagina"),
    path("talent/<slug:slug>/aangemeld/", views_profiel.talent_aangemeld, name="talent_aangemeld"),
    path("talent/<slug:slug>/blad/", views_profiel.talent_blad, name="talent_blad"),
    path("talent/<slug:slug>/contact/", views_contact.talent_contact, name="talent_contact"),
    path("deelbeeld/talent/<slug:slug>.png", views_profiel.deelbeeld_talent, name="deelbeeld_talent"),
    path("mijn/talent/<slug:slug>/regios/", views_regios.mijn_talent_regios, name="mijn_talent_regios"),
    path("mijn/talent/<slug:slug>/cijfers/", views_bewerken.mijn_talent_cijfers, name="mijn_talent_cijfers"),
    path("mijn/talent/<slug:slug>/oproepen/", views_passen.mijn_talent_oproepen, name="mijn_talent_oproepen"),
    path("talent/oproepmails/<str:teken>/", views_passen.talent_oproepmails, name="talent_oproepmails"),
    path(
        "talent/organisatoren/<uuid:sleutel>/oproepen/<slug:slug>/passen/",
        views_passen.talent_organisatoren_oproepen_passen,
        name="talent_organisatoren_oproepen_passen",
    ),
    path("talent/voorbeeld/<str:teken>/", views_bewerken.talent_voorbeeld, name="talent_voorbeeld"),
    # the profile editor
    path("mijn/talent/<slug:slug>/bewerken/", views_bewerken.mijn_talent_bewerken, name="mijn_talent_bewerken"),
    path(
        "mijn/talent/<slug:slug>/bewerken/zichtbaarheid/",
        views_bewerken.mijn_talent_bewerken_zichtbaarheid,
        name="mijn_talent_bewerken_zichtbaarheid",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/indienen/",
        views_bewerken.mijn_talent_bewerken_indienen,
        name="mijn_talent_bewerken_indienen",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/vergelijk/",
        views_bewerken.mijn_talent_bewerken_vergelijk,
        name="mijn_talent_bewerken_vergelijk",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/voorbeeld/",
        views_bewerken.mijn_talent_bewerken_voorbeeld,
        name="mijn_talent_bewerken_voorbeeld",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/beelden/",
        views_beelden.mijn_talent_bewerken_beelden,
        name="mijn_talent_bewerken_beelden",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/beelden/nieuw/",
        views_beelden.mijn_talent_bewerken_beelden_nieuw,
        name="mijn_talent_bewerken_beelden_nieuw",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/beelden/<slug:kenmerk>/",
        views_beelden.mijn_talent_bewerken_beelden_pagina,
        name="mijn_talent_bewerken_beelden_pagina",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/media/",
        views_beelden.mijn_talent_bewerken_media,
        name="mijn_talent_bewerken_media",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/media/nieuw/",
        views_beelden.mijn_talent_bewerken_media_nieuw,
        name="mijn_talent_bewerken_media_nieuw",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/media/<slug:kenmerk>/",
        views_beelden.mijn_talent_bewerken_media_pagina,
        name="mijn_talent_bewerken_media_pagina",
    ),
    path(
        "mijn/talent/<slug:slug>/bewerken/<slug:onderdeel>/",
        views_bewerken.mijn_talent_bewerken_pagina,
        name="mijn_talent_bewerken_pagina",
    ),
]
