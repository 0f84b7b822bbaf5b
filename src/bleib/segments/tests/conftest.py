from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """An installation's folder of the test's own."""
    settings.HOME = tmp_path / "home"
    settings.TIME_ZONE = "Europe/Berlin"
    return settings.HOME
