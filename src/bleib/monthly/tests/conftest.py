from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from bleib.accounts.tests.people import anna, confirmed, now
from bleib.figures.measurement import measure_again
from bleib.figures.tests.conftest import home
from bleib.figures.tests.histories import NOW, told
from bleib.monthly.api import MonthlyReport, make, subscribe_colleague
from bleib.monthly.tests.sink import Sink, listening
from bleib.monthly.tests.story import MAY

__all__ = ["anna", "confirmed", "home", "now"]


def measured_may(home: Path) -> None:
    told(home)
    make(MAY, by=None, now=NOW)
    measure_again(now=NOW)


@pytest.fixture(scope="module")
def may_once(made_once):
    return made_once(measured_may, TIME_ZONE="Europe/Berlin")


@pytest.fixture
def may(may_once, home):
    """The report on May 2026, measured."""
    copytree(may_once, home)
    return MonthlyReport.objects.get()


@pytest.fixture
def listed(anna):
    """Anna is on the list, in English."""
    return subscribe_colleague(anna, language="en", by=anna, now=NOW)


@pytest.fixture
def sink(settings):
    """A mail server, and settings that lead to it."""
    with listening(Sink()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server
