"""What every way of running shares.

Values come from the environment; docs/operations.md holds the table of variables.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.databases import with_engine_options
from config.environment import Environment

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

env = Environment()

DEBUG = env.flag("DJANGO_DEBUG", default=False)
SECRET_KEY = env.text("DJANGO_SECRET_KEY")
ALLOWED_HOSTS = env.words("DJANGO_ALLOWED_HOSTS")

SITE_URL = env.text("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.text("SITE_NAME", default="Glossary")
SITE_PUBLISHER = env.text("SITE_PUBLISHER", default=SITE_NAME)

# Addresses or networks of the proxies in front of the server; only their X-Forwarded-* headers are believed.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")

# Memory in each server process for whole public pages; 0 switches the store off.
PAGE_STORE_BYTES = env.number("PAGE_STORE_BYTES", default=64 * 1024 * 1024)

# How long what was looked for and not found is kept after the last time; 0 keeps it for ever.
SEARCH_MISS_DAYS = env.number("SEARCH_MISS_DAYS", default=365)

MARKDOWN_MAX_BYTES = 200_000
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_PIXELS = 40_000_000

INSTALLED_APPS = [
    # Before the admin, whose templates it overrides.
    "glossary",
    "taggit",
    "markdownx",
    "axes",
    "csp",
    "glossary.apps.GlossaryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # For its widget templates, which the renderer below finds beside ours.
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "glossary.http.middleware.PublicPageMiddleware",
    "csp.middleware.CSPMiddleware",
    # Inside of what gives every answer its headers: a refusal is an answer too.
    "glossary.http.nul.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last, as its documentation asks: it turns the signal of a locked-out login into the answer.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "glossary.http.context_processors.site",
            ],
        },
    },
]

DATABASES = {
    "default": with_engine_options(
        env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'glossary.sqlite3'}"), serving=False
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Local memory serves one process. Limits that must hold across processes want `dbcache://…` or Redis here.
# Django keeps 300 things unless told otherwise, and each client that is counted takes a few.
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://?max_entries=20000")}

LANGUAGE_CODE = env.text("SITE_LANGUAGE", default="en")
TIME_ZONE = env.time_zone("SITE_TIME_ZONE", default="UTC")
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# An entry of many sections posts six fields for each; the default of 1,000 would refuse what somebody typed.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Locked by name and address together: guessing from elsewhere locks no editor out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# Trying again while locked does not make the wait longer, so that the sentence below is true.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_COOLOFF_MESSAGE = _("Too many failed logins. Wait 15 minutes, then log in again.")
AXES_VERBOSE = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "glossary.admin.csrf.failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# The two paths are literal in the widget's markup, so they repeat what the admin's addresses say.
MARKDOWNX_MARKDOWNIFY_FUNCTION = "glossary.rendering.markdown.render_markdown"
MARKDOWNX_URLS_PATH = "/admin/glossary/term/markdown/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/glossary/term/markdown/upload/"

TAGGIT_CASE_INSENSITIVE = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own configuration sends errors by mail and is silent otherwise; here all goes to stderr.
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A 404 is an answer, not an incident.
        "django.request": {"level": "ERROR"},
        # Scanners ask with every host name there is; each gets its 400 and need not be told to the operator.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
