"""The entrance: what a WSGI server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backpain.settings")
django = get_wsgi_application()

from backpain.front import Front  # noqa: E402 (it needs Django set up)

application = Front(django)
