"""A process that sends what is due, so that a test can kill it: `bleib.webhooks.tests.killable PORT`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from django.conf import settings

from bleib.webhooks.api import send_due


def main() -> None:
    settings.WEBHOOK_HOSTS = [f"127.0.0.1:{sys.argv[1]}"]
    print(send_due(now=datetime.now(UTC)), flush=True)


if __name__ == "__main__":
    main()
