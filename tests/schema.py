"""The tables of the tests' own database: copied like those of any new installation."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from bleib.config import empty


def open_test_database() -> None:
    """From now on the tests' own file is the database, with all tables and nothing in them."""
    connection.close()
    name = connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = str(
        connection.settings_dict["TEST"]["NAME"]
    )
    Path(name).unlink(missing_ok=True)
    empty.fill()
