"""A process that fills segments, so that a test can kill it."""

from __future__ import annotations

import sys

from bleib.segments.api import fill
from bleib.segments.tests.story import NOW

if __name__ == "__main__":
    fill(sys.argv[1:], now=NOW)
