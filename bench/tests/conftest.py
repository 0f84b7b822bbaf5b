import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:  # the benchmarks are no package that could be installed
    sys.path.insert(0, str(ROOT))


@pytest.fixture(scope="session", params=["retail", "single"])
def lines(request, tmp_path_factory) -> Path:
    """Ten thousand generated order lines as Parquet."""
    from bench.generate import generate

    return generate(request.param, lines=10_000, to=tmp_path_factory.mktemp("bench") / "lines.parquet")
