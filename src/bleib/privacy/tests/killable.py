"""A process that erases a colleague and is killed at a named point."""

import os
import sys

from bleib.privacy import api
from bleib.privacy.tests.conftest import NOW

os.environ["BLEIB_CRASH_AT"] = sys.argv[1]
api.erase("user", int(sys.argv[2]), actor=None, now=NOW)
