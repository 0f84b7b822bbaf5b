"""A Spark Connect server for the contract test."""

from collections.abc import Iterator

import pytest

from bleib.history.tests.sail import sail_server


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    with sail_server() as url:
        yield url
