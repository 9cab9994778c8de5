"""The WSGI application, for every server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
application = get_wsgi_application()
