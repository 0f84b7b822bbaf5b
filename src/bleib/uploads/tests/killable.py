"""A process that imports one upload, so that a test can kill it: `bleib.uploads.tests.killable UPLOAD`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from bleib.uploads.jobs import import_upload

if __name__ == "__main__":
    import_upload(upload=int(sys.argv[1]), now=datetime.now(UTC))
