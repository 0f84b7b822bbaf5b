"""What the web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from bleib.config.logging import configure
from bleib.config.orphan import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bleib.config.settings")
application = get_wsgi_application()
configure()  # afterwards: Django sets up its own while it starts
end_with_parent()
