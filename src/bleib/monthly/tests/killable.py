"""A process that sends what is due, so that a test can kill it: `bleib.monthly.tests.killable PORT`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from django.conf import settings

from bleib.monthly.api import send_queued


def main() -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
    print(send_queued(now=datetime.now(UTC)), flush=True)


if __name__ == "__main__":
    main()
