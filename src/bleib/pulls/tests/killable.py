"""A process that runs a pull, so that a test can kill it: `bleib.pulls.tests.killable PULL FOLDER`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from django.conf import settings

from bleib.pulls.api import run_pull


def main() -> None:
    settings.PULL_FOLDERS = [sys.argv[2]]
    print(run_pull(pull=int(sys.argv[1]), now=datetime.now(UTC) + timedelta(minutes=1)), flush=True)


if __name__ == "__main__":
    main()
