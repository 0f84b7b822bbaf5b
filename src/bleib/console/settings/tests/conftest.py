from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bleib.accounts.tests.browsing import chromium, opened
from bleib.accounts.tests.people import anna, now

__all__ = ["anna", "chromium", "home", "now", "opened", "signed"]


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """An installation's folder of the test's own."""
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def signed(client, anna, home):
    """The administrator's browser."""
    client.force_login(anna)
    return client
