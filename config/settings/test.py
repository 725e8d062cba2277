"""For the test suite: SQLite in a folder of its own unless DATABASE_URL names another database."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config.settings.base import *
from config.settings.base import DATABASES, LOGGING, STORAGES

SECRET_KEY = "only for tests; nothing that it signs outlives the run"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEBUG = False

# Each process has its own folder, so that several runs, and the workers of one run, never meet.
_scratch = Path(tempfile.mkdtemp(prefix="glossary-test-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: WAL, locks and a second connection then behave as they do in service.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}

MEDIA_ROOT = _scratch / "media"
STATIC_ROOT = _scratch / "static"
STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Its own tests switch it on; elsewhere a wrong password in one test must not lock the next one out.
AXES_ENABLED = False
LOGGING["root"]["level"] = "ERROR"
