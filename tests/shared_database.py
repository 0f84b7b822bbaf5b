"""The settings of a process that a test starts: everything as usual, on the test's database."""

import json
import os

from bleib.config.environment import SQLITE
from bleib.config.settings import *  # noqa: F403
from bleib.config.settings import DATABASES

DATABASES["default"].update(json.loads(os.environ["BLEIB_TEST_SHARED"]))
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    quick = str(SQLITE["init_command"]).replace("=FULL", "=OFF")  # as in tests/settings.py
    DATABASES["default"]["OPTIONS"] = {**SQLITE, "init_command": quick}
