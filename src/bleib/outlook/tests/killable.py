"""A process that forecasts everybody, so that a test can kill it."""

from __future__ import annotations

from bleib.outlook.api import Given, make
from bleib.outlook.tests.company import NOW

if __name__ == "__main__":
    make(Given(), now=NOW)
