from pathlib import Path

import pytest

from bench.generate import generate


@pytest.fixture(scope="session", params=["retail", "single"])
def lines(request, tmp_path_factory) -> Path:
    """Ten thousand generated order lines as Parquet."""
    return generate(request.param, lines=10_000, to=tmp_path_factory.mktemp("bench") / "lines.parquet")
