"""The demo and a browser, for the walks through the console: both started once for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bleib.accounts.tests.browsing import chromium
from tests.console_browser import Console
from tests.demos import Demo, running_demo

__all__ = ["chromium"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Fresh for every file: a walk may change what it likes."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def console(chromium: Any, demo: Demo) -> Iterator[Console]:
    """Opens browsers at the demo; all are closed with the test."""
    console = Console(chromium, demo)
    yield console
    console.close()
