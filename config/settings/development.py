"""For working on the project and for `manage.py` on the command line.

DEBUG is off unless DJANGO_DEBUG says otherwise: with it, every query is kept in memory, and commands that
write thousands of entries slow down several times over.
"""

from config.settings.base import *
from config.settings.base import ALLOWED_HOSTS, SECRET_KEY

# Known to everybody who reads this line: the prefix makes `check --deploy` say so.
SECRET_KEY = SECRET_KEY or "django-insecure-for-development-on-your-own-machine-only"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]

# Straight from the source folders: no collectstatic between an edit and a reload.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
