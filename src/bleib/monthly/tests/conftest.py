from __future__ import annotations

import pytest

from bleib.accounts.tests.people import anna, confirmed, now
from bleib.figures.measurement import measure_again
from bleib.figures.tests.conftest import home
from bleib.figures.tests.histories import NOW, told
from bleib.monthly.api import make, subscribe_colleague
from bleib.monthly.tests.sink import Sink, listening
from bleib.monthly.tests.story import MAY

__all__ = ["anna", "confirmed", "home", "now"]


@pytest.fixture
def may(home):
    """The report on May 2026, measured."""
    told(home)
    report = make(MAY, by=None, now=NOW)
    measure_again(now=NOW)
    return report


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
