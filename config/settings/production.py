"""For serving readers. Refuses to start on settings that are not safe, with one sentence saying which."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.databases import with_engine_options
from config.settings.base import *
from config.settings.base import ALLOWED_HOSTS, DATABASES, DEBUG, SECRET_KEY, SITE_URL, env

if DEBUG:
    raise ImproperlyConfigured("DJANGO_DEBUG is on; production shows no error pages to readers: unset it.")
if not SECRET_KEY:
    raise ImproperlyConfigured("DJANGO_SECRET_KEY is not set: give it at least 50 random characters.")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "DJANGO_ALLOWED_HOSTS is not set: name the hosts that answer for the site, such as terms.example.org."
    )
if not env.text("SITE_URL"):
    raise ImproperlyConfigured(
        "SITE_URL is not set: give the public address, such as https://terms.example.org."
    )
_address = urlsplit(SITE_URL)
if _address.scheme not in {"http", "https"} or not _address.hostname or _address.path:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}: it must be a scheme and a host, such as https://terms.example.org."
    )

DATABASES["default"] = with_engine_options(DATABASES["default"], serving=True)

_tls = _address.scheme == "https"
SECURE_SSL_REDIRECT = _tls
# Health checks come from inside, past the proxy that ends TLS, and do not follow redirects.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _tls else 0
SESSION_COOKIE_SECURE = _tls
CSRF_COOKIE_SECURE = _tls
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"]

SILENCED_SYSTEM_CHECKS = [
    # HSTS for sub-domains, and for browsers' built-in lists: a glossary speaks for its own host; what else
    # lives under the name is not its to decide, and the lists cannot be left quickly.
    "security.W005",
    "security.W021",
]
if not _tls and _address.hostname in {"127.0.0.1", "::1", "localhost"}:
    # Served to the same machine only, where browsers hold plain HTTP for secure and no certificate exists.
    # Any other http:// address keeps the warnings: its readers are on a network.
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
