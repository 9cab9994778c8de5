"""The only settings file.

Without DATABASE_URL the portal runs locally: embedded PostgreSQL, plain http on loopback, mail in files.
With DATABASE_URL it is a deployment: secrets and host names are required and cookies need https.
Every variable read here is described in docs/instellingen.md; a test compares the two.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from opnetwerk.databankadres import databank
from opnetwerk.omgeving import antwoordadres, bucket, cache_adres, dag, getal, keuze, map_van, schakelaar, tekst

BASE_DIR = Path(__file__).resolve().parent.parent
GEGEVENSMAP = map_van("OPNETWERK_DATA", BASE_DIR / "var")
DATABASE_URL = tekst("DATABASE_URL")
# Local: everything on this machine, for one person. The tests run with these settings too.
LOKAAL = schakelaar("OPNETWERK_LOKAAL", not DATABASE_URL)
DEBUG = False


def _lokaal_geheim() -> str:
    """A key of its own per data folder, kept, so that sessions survive a restart."""
    bestand = GEGEVENSMAP / "geheim"
    if not bestand.exists():
        GEGEVENSMAP.mkdir(parents=True, exist_ok=True)
        # Written beside it and linked: never half a key, and of two first starts at once one wins.
        with tempfile.NamedTemporaryFile("w", dir=GEGEVENSMAP) as nieuw:
            nieuw.write(secrets.token_urlsafe(50))
            nieuw.flush()
            with contextlib.suppress(FileExistsError):
                os.link(nieuw.name, bestand)
    return bestand.read_text().strip()


SECRET_KEY = tekst("OPNETWERK_GEHEIM") or (_lokaal_geheim() if LOKAAL else "")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("OPNETWERK_GEHEIM moet minstens 50 tekens hebben.")
# The key before this one: what was signed or locked under it (sessions, links, second steps) stays good.
SECRET_KEY_FALLBACKS = [vorig] if (vorig := tekst("OPNETWERK_VORIG_GEHEIM")) else []

ALLOWED_HOSTS = [naam for naam in tekst("OPNETWERK_HOSTS").split(",") if naam]
if LOKAAL:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("OPNETWERK_HOSTS moet minstens een hostnaam noemen, gescheiden door komma's.")
HTTPS = schakelaar("OPNETWERK_HTTPS", not LOKAAL)
# The address people see, for links in feeds, sitemap and mail: never taken from a request's Host header.
SITE_ADRES = tekst("OPNETWERK_ADRES", "http://127.0.0.1:8000" if LOKAAL else f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
# Number of proxies in front whose X-Forwarded-For and X-Forwarded-Proto are to be trusted.
VERTROUWDE_PROXYS = getal("OPNETWERK_PROXYS", 0)

INSTALLED_APPS = [
    "opnetwerk",
    "igs",
    "talent",
    "grensbrekers",
    "cultuurnota",
    "opnetwerk.beheer.BeheerConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_prose_editor",
]

MIDDLEWARE = [
    "opnetwerk.verzoek.Verzoeknummer",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "opnetwerk.antwoordkoppen.VeiligeKoppen",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "opnetwerk.paginacache.tussenlaag.Paginacache",
    "opnetwerk.antwoordkoppen.Bewaarregels",
    "opnetwerk.foutpaginas.TeVeelVelden",
    "opnetwerk.alleenlezen.AlleenLezen",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "opnetwerk.toegang.AanmeldenVereist",
    "opnetwerk.lezen.EigenWijziging",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "opnetwerk.urls"
WSGI_APPLICATION = "opnetwerk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "opnetwerk.sjabloongegevens.beheerder",
                "opnetwerk.sjabloongegevens.sessie",
                "opnetwerk.alleenlezen.aankondiging",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data -----------------------------------------------------------------------------------------------------------
# Past a pooler that gives a connection per transaction (pgbouncer): for LISTEN. Setting it says that DATABASE_URL leads
# to such a pooler, which would lose a cursor on the server; prepared statements are off already (Django's default).
DATABANK_LUISTEREN = databank("DATABASE_URL_LUISTEREN", schrijven=True)
DATABASES: dict[str, dict[str, Any]] = {
    "default": databank("DATABASE_URL", schrijven=True, zonder_cursors=DATABANK_LUISTEREN is not None)
    or {"ENGINE": "opnetwerk.postgres_ingebed", "NAME": "opnetwerk", "CONN_MAX_AGE": 60}
}
# A copy that is a little behind, for the views that say so (opnetwerk/lezen.py).
if leeskopie := databank("DATABASE_URL_LEZEN", schrijven=False, zonder_cursors=DATABANK_LUISTEREN is not None):
    DATABASES["lezen"] = leeskopie | {"TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["opnetwerk.lezen.Leeswijzer"]
# Seconds that a migration waits for a table in use: as long as a page may wait behind it (opnetwerk/migratiesloten.py).
MIGRATIE_WACHT = getal("OPNETWERK_MIGRATIE_WACHT", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits live here: with the default of 300 entries a flood of other keys would push a counter out.
IN_DATABANK = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache",
    "OPTIONS": {"MAX_ENTRIES": 50_000},
}
CACHES: dict[str, dict[str, Any]] = {"default": IN_DATABANK}
# Shared by several machines; the database takes over while it is away (opnetwerk/gedeelde_cache.py).
if valkey := cache_adres("OPNETWERK_VALKEY"):
    gedeeld = {"BACKEND": "opnetwerk.gedeelde_cache.GedeeldeCache", "LOCATION": valkey, "KEY_PREFIX": "opnetwerk"}
    CACHES = {
        "default": gedeeld | {"OPTIONS": {"uitwijk": "databank"}},
        "sessies": gedeeld | {"OPTIONS": {"hoogstens": 300}},
        "databank": IN_DATABANK,
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    SESSION_CACHE_ALIAS = "sessies"

# Whole public pages, kept until something public changes (opnetwerk/paginacache).
# "delen": every page is made anew, of parts that are kept (opnetwerk/paginacache/delen.py).
PAGINACACHE_HEEL = tekst("OPNETWERK_PAGINACACHE") != "delen"
PAGINACACHE = not PAGINACACHE_HEEL or schakelaar("OPNETWERK_PAGINACACHE", True)
PAGINACACHE_MAP = GEGEVENSMAP / "paginacache"

# --- accounts -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "opnetwerk.Gebruiker"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "opnetwerk.wachtwoorden.NietTeVoorspellen"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "mijn"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/?afgemeld=ja"
ACCOUNT_ADAPTER = "opnetwerk.rekeningen.Rekeningen"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = False
# One address per account: a new one replaces the old one once its code has been typed in.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A mail with every change of password, address or second step.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "opnetwerk.rekeningformulieren.Aanmelden",
    "signup": "opnetwerk.rekeningformulieren.AccountMaken",
    "reauthenticate": "opnetwerk.rekeningformulieren.WachtwoordBevestigen",
    "add_email": "opnetwerk.rekeningformulieren.EmailWijzigen",
    "confirm_email_verification_code": "opnetwerk.rekeningformulieren.EmailBevestigen",
    "change_password": "opnetwerk.rekeningformulieren.WachtwoordWijzigen",
    "set_password": "opnetwerk.rekeningformulieren.WachtwoordInstellen",
    "reset_password": "opnetwerk.rekeningformulieren.WachtwoordVergeten",
    "reset_password_from_key": "opnetwerk.rekeningformulieren.WachtwoordHerstellen",
}
# Per address, account or e-mail address; a refused attempt counts too where guessing pays.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/10s/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "signup": "20/h/ip",
}
MFA_ADAPTER = "opnetwerk.rekeningen.TweedeStap"
MFA_FORMS = {
    "authenticate": "opnetwerk.rekeningformulieren.CodeBijAanmelden",
    "reauthenticate": "opnetwerk.rekeningformulieren.CodeBevestigen",
    "activate_totp": "opnetwerk.rekeningformulieren.AppKoppelen",
    "add_webauthn": "opnetwerk.rekeningformulieren.PasskeyToevoegen",
    "edit_webauthn": "opnetwerk.rekeningformulieren.PasskeyHernoemen",
    "login_webauthn": "opnetwerk.rekeningformulieren.PasskeyAanmelden",
    "authenticate_webauthn": "opnetwerk.rekeningformulieren.PasskeyBijAanmelden",
    "reauthenticate_webauthn": "opnetwerk.rekeningformulieren.PasskeyBevestigen",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "op/netwerk"
# The code of half a minute ago counts: people type slowly and telephones run late. Each code works once.
MFA_TOTP_TOLERANCE = 1
# Plain http is a secure context on localhost only; browsers refuse passkeys on 127.0.0.1.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOKAAL
USERSESSIONS_TRACK_ACTIVITY = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ALLAUTH_TRUSTED_PROXY_COUNT = VERTROUWDE_PROXYS

# allauth and the admin leave messages; in the session, so that no third cookie appears.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl-be"
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True
# Fixes "today" everywhere: for tests and for rehearsing a date. Empty: the real day.
VASTE_DAG = dag("OPNETWERK_DAG")

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = GEGEVENSMAP / "static"
# The pictures of the guide for coordinators stand beside its text.
STATICFILES_DIRS = [BASE_DIR / "static", ("handleiding", BASE_DIR / "docs" / "handleiding" / "beelden")]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "opnetwerk.stijlblad.Stijlvinder",
]
# Source maps are for developers: compressing them takes longer than all the rest together.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
MEDIA_URL = "/media/"
MEDIA_ROOT = GEGEVENSMAP / "media"
# What a web server must never hand out by itself: the documents of councils. The backup takes these folders along.
BESLOTEN_MAPPEN = {"besloten": GEGEVENSMAP / "besloten"}
STORAGES = {
    "default": {"BACKEND": "opnetwerk.schijfopslag.Schijf"},
    "besloten": {"BACKEND": "opnetwerk.besloten.BeslotenOpslag"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Both kinds in a bucket on a storage that speaks S3, when more than one machine serves them (opnetwerk/opslag.py).
BUCKET = bucket(
    "OPNETWERK_BUCKET",
    adres="OPNETWERK_BUCKET_ADRES",
    regio="OPNETWERK_BUCKET_REGIO",
    sleutel="OPNETWERK_BUCKET_SLEUTEL",
    geheim="OPNETWERK_BUCKET_GEHEIM",
)
if BUCKET:
    STORAGES |= {
        "default": {"BACKEND": "opnetwerk.opslag.MediaBucket"},
        "besloten": {"BACKEND": "opnetwerk.opslag.BeslotenBucket"},
    }

# The ledger of erasures of this machine, and what else people sent in that nobody reads without being asked who he is.
WISSINGEN = map_van("OPNETWERK_WISSINGEN", GEGEVENSMAP / "wissingen.jsonl")

# --- mail -----------------------------------------------------------------------------------------------------------
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = tekst("OPNETWERK_AFZENDER", "op/netwerk <geen-antwoord@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_FILE_PATH = GEGEVENSMAP / "mail"
EMAIL_BACKEND = "django.core.mail.backends." + ("filebased" if LOKAAL else "smtp") + ".EmailBackend"
EMAIL_HOST = tekst("OPNETWERK_SMTP_HOST", "localhost")
EMAIL_PORT = getal("OPNETWERK_SMTP_POORT", 25)
EMAIL_HOST_USER = tekst("OPNETWERK_SMTP_GEBRUIKER")
EMAIL_HOST_PASSWORD = tekst("OPNETWERK_SMTP_WACHTWOORD")
EMAIL_USE_TLS = schakelaar("OPNETWERK_SMTP_TLS", False)
# Mail that comes in: the address that gets a token behind a plus, and the Maildir in which its mail is delivered.
ANTWOORDADRES = antwoordadres("OPNETWERK_ANTWOORDADRES")
POSTVAK_IN = map_van("OPNETWERK_POSTVAK_IN", Path()) if tekst("OPNETWERK_POSTVAK_IN") else None

# --- work outside the request -----------------------------------------------------------------------------------------
# The worker finds the tasks of an app in its module of this name.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "taken"

# --- who runs this (WER XII.6): empty is shown as "nog niet ingevuld" -------------------------------------------------
BEHEERDER = {
    "naam": tekst("OPNETWERK_BEHEERDER_NAAM"),
    "adres": tekst("OPNETWERK_BEHEERDER_ADRES"),
    "ondernemingsnummer": tekst("OPNETWERK_BEHEERDER_ONDERNEMINGSNUMMER"),
    "email": tekst("OPNETWERK_BEHEERDER_EMAIL"),
}

# Figures for Prometheus: read on this machine, or elsewhere with this word in an Authorization header.
METINGEN_SLEUTEL = tekst("OPNETWERK_METINGEN_SLEUTEL")

# --- safety ---------------------------------------------------------------------------------------------------------
# The name and shape of Django 6's own setting, so that moving there deletes our middleware.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
X_FRAME_OPTIONS = "DENY"
# The e-mail address is unique whatever its capitals, by a constraint of its own; the check looks at unique=True only.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_NAME = "__Host-sessie" if HTTPS else "sessie"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "opnetwerk.foutpaginas.csrf_fout"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^gezondheid/"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if VERTROUWDE_PROXYS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGVORM = keuze("OPNETWERK_LOG", ("tekst", "json"), "tekst" if LOKAAL else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"zonder_sleutels": {"()": "opnetwerk.serverlog.ZonderSleutels"}},
    "formatters": {
        "tekst": {"()": "opnetwerk.serverlog.Tekstregel"},
        "json": {"()": "opnetwerk.serverlog.JsonRegel"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["zonder_sleutels"], "formatter": LOGVORM},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Anybody can send a wrong Host header; it is answered with a 400 and is no news.
    "loggers": {
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        # A line per answer where a machine reads them; on a screen only what went wrong.
        "opnetwerk.verzoek": {"level": "INFO" if LOGVORM == "json" else "WARNING"},
    },
}
