"""For `manage.py bench`: as in production, on this machine, with a constant page to measure against."""

import os

os.environ.setdefault("DJANGO_SECRET_KEY", "only for measuring on this machine; signs nothing that is kept")
os.environ.setdefault("DJANGO_ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")

from config.settings.production import *
from config.settings.production import STORAGES

# Links to files without their hashes: a scratch site is measured without collecting static files first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ROOT_URLCONF = "glossary.bench.urls"
