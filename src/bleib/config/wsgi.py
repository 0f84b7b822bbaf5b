"""What the web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from bleib.config.logging import configure

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bleib.config.settings")
application = get_wsgi_application()
configure()  # afterwards: Django sets up its own while it starts
