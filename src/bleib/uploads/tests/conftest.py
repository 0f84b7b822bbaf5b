"""Anna hands over files, and a worker does what she starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bleib.accounts.tests.people import anna, now
from bleib.uploads.models import Topic, Upload
from bleib.uploads.tests.handing_over import handed_over

__all__ = ["anna", "now"]
ORDERS = "Belegnr;Datum;Kundennr;Betrag\nR1;01.02.2025;K1;10,50\nR2;13.02.2025;K2;20,00\nR3;x;K2;5,00\n"


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.TIME_ZONE = "Europe/Berlin"
    return settings.HOME


@pytest.fixture
def upload(anna, now) -> Callable[..., Upload]:
    """An upload of one file with this text or these bytes."""

    def hand_over(content: str | bytes = ORDERS, *, name="orders.csv", topic=Topic.HISTORY, **wishes) -> Upload:
        return handed_over({name: content}, by=anna, now=now, topic=topic, **wishes)

    return hand_over
