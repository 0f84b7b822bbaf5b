from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bleib.accounts.tests.people import now

__all__ = ["home", "now"]


@pytest.fixture
def home(settings: Any, tmp_path: Path, db: None) -> Path:
    """An installation's folder of the test's own."""
    settings.HOME = tmp_path / "home"
    settings.TIME_ZONE = "Europe/Berlin"
    return settings.HOME
