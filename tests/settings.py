"""The settings under test: a folder of their own, and the database that BLEIB_TEST_DATABASE names.

`sqlite` is the default; `postgresql` starts a server for this run.
"""

import atexit
import os
from contextlib import ExitStack
from pathlib import Path

from bleib.kernel.scratch import scratch_folder
from tests import postgres

_stack = ExitStack()
# mypy reads these settings too, and ends without saying goodbye: its folder goes with the next process.
_home = _stack.enter_context(scratch_folder())
atexit.register(_stack.close)  # registered last, called first: the server stops before its folder goes
os.environ["BLEIB_HOME"] = _home
if os.environ.get("BLEIB_TEST_DATABASE") == "postgresql":
    os.environ["BLEIB_DATABASE_URL"] = _stack.enter_context(postgres.server())

from bleib.config.environment import SQLITE  # noqa: E402
from bleib.config.settings import *  # noqa: E402, F403
from bleib.config.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

# A file, not memory: processes that are killed and threads look at the same database.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": Path(_home) / "test.sqlite3"}
    # Only processes are killed in tests, never the machine, so nobody has to wait for the disk.
    DATABASES["default"]["OPTIONS"] = {**SQLITE, "init_command": str(SQLITE["init_command"]).replace("=FULL", "=OFF")}

INSTALLED_APPS = [*INSTALLED_APPS, "tests.flush.Flush"]

# Style sheets and scripts as they stand in the checkout; `bleib serve` has its own tests.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# Hashing that takes long on purpose would take most of the tests' time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
