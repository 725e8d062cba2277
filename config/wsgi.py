"""The application that the server runs.

Outermost the proxies' headers, so that everything inside sees the reader's address and scheme; then the store
of public pages, which answers most readers before Django does; then Django.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - settings are read once the application stands
from granian.utils.proxies import wrap_wsgi_with_proxy_headers  # noqa: E402 - as above

from glossary.http.page_store import PageStoreApplication  # noqa: E402 - as above

application = PageStoreApplication(_django)
if settings.TRUSTED_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=settings.TRUSTED_PROXIES)
