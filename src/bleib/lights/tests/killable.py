"""A process that judges everybody, so that a test can kill it."""

from __future__ import annotations

from bleib.lights.api import judge
from bleib.lights.tests.story import NOW

if __name__ == "__main__":
    judge(None, now=NOW)
