"""The same application for an ASGI server.

`make run` serves WSGI: every view is synchronous, and the store of public pages wraps WSGI alone.
"""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_asgi_application()
