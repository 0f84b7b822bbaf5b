"""Django's settings. What an operator may change comes from the environment; the rest is decided here."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from bleib.config import sign_in
from bleib.config.environment import Environment
from bleib.config.mail import mail

environment = Environment()
# The console's areas bring their own templates and words.
AREAS = Path(__file__).parents[1] / "console"

HOME = environment.home
DEBUG = False
SECRET_KEY = environment.secret_key()
SECRET_KEY_FALLBACKS = environment.secret("BLEIB_OLD_SECRET_KEYS").split()
# Who serves only this machine needs no name and no certificate; who serves others says so.
ALLOWED_HOSTS = environment.words("BLEIB_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = environment.flag("BLEIB_HTTPS")
PROXIES = environment.number("BLEIB_PROXY")
UNCLAIMED_DAYS = environment.number("BLEIB_UNCLAIMED_DAYS") or 30  # events of visitors nobody knows

INSTALLED_APPS = [
    # Ours first: their templates and words win over those of the libraries.
    "bleib.ui",
    "bleib.worker",
    "bleib.audit",
    "bleib.privacy",
    "bleib.accounts",
    "bleib.history",
    "bleib.customers",
    "bleib.tasks",
    "bleib.outlook",
    "bleib.lights",
    "bleib.segments",
    "bleib.figures",
    "bleib.monthly",
    "bleib.uploads",
    "bleib.ingest",
    "bleib.webhooks",
    "bleib.profiling",
    "bleib.pulls",
    "bleib.api",
    "bleib.console",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "bleib.config.proxy.ProxyMiddleware",
    "bleib.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "bleib.ui.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bleib.accounts.language.LanguageMiddleware",
    "bleib.audit.origin.OriginMiddleware",
    "bleib.accounts.access.AccessMiddleware",
]

ROOT_URLCONF = "bleib.config.urls"
SCHEDULE = "bleib.config.schedule.ALL"  # by name: the engine comes with it, and only one page needs it
WSGI_APPLICATION = "bleib.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": sorted(AREAS.glob("*/templates")),
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bleib.console.navigation.navigation",
            ],
        },
    }
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A table of the database: what is counted against guessing counts for all processes and survives a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# People and their sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = sign_in.AUTH_PASSWORD_VALIDATORS
PASSWORD_HASHERS = sign_in.PASSWORD_HASHERS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
SOCIALACCOUNT_PROVIDERS = sign_in.identity_provider(environment)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers offer passkeys on https:// and on localhost only
globals().update(sign_in.ACCOUNT)

# Mail
globals().update(mail(environment))

# Languages and time. Instants are stored in UTC and shown in the installation's zone.
LOCALE_PATHS = sorted(AREAS.glob("*/locale"))
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
USE_I18N = True
FORMAT_MODULE_PATH = ["bleib.ui.formats"]
USE_TZ = True
TIME_ZONE = environment.time_zone()

# Hosts inside that webhooks may call: names, or name:port. Nobody but the operator opens the way into the network.
WEBHOOK_HOSTS = environment.words("BLEIB_WEBHOOK_HOSTS")
# Folders that pulls may watch, and hosts of databases that they may ask.
PULL_FOLDERS = environment.words("BLEIB_PULL_FOLDERS")
PULL_HOSTS = environment.words("BLEIB_PULL_HOSTS")
PULL_ROWS, PULL_MEGABYTES = environment.number("BLEIB_PULL_ROWS"), environment.number("BLEIB_PULL_MEGABYTES")

# Files that are handed over go straight to the disk on which they stay, and only where they are asked for.
FILE_UPLOAD_HANDLERS = ["bleib.uploads.receiving.Receiver"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 10_000  # the receiver says kindly when it takes no more (uploads.receiving.MOST_FILES)

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Hashed names, compressed once by `bleib serve`: a browser asks for each file once.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Doors
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *sign_in.origin_of_identity_provider(environment)],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(health|metrics)"]  # whoever asks from inside the machine asks without encryption
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
