"""Erasing that dies midway: the same call completes it, and nobody can tell whose facts they were."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from bleib.history import crash
from bleib.history.lake import Lake
from bleib.history.models import Change, ErasedNumber
from bleib.history.tests.killable import perform
from bleib.history.tests.victim import Victim

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]


def customers(home: Path) -> Counter[str]:
    """How many live facts each customer has; pseudonyms are one and the same."""
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        rows = connection.execute("select customer from facts").fetchall()
    return Counter("erased" if customer.startswith("erased-") else customer for (customer,) in rows)


@pytest.mark.parametrize("point", [point for point in crash.POINTS if point.startswith("erasure")])
def test_killed_at_a_named_point(tmp_path: Path, point: str) -> None:
    perform(tmp_path, "import january")
    before = customers(tmp_path)
    victim = Victim(tmp_path)
    victim.order(f"erase K3 at {point}")
    assert victim.wait() == -signal.SIGKILL
    assert customers(tmp_path).total() == before.total()
    perform(tmp_path, "erase K3")
    after = Counter({"erased" if name == "K3" else name: number for name, number in before.items()})
    assert customers(tmp_path) == after
    assert ErasedNumber.objects.get().pseudonym is None
    assert Change.objects.filter(kind="erasure").exists()
    assert left_behind(tmp_path) == set()


def left_behind(home: Path) -> set[str]:
    """Files of the lake that only an older version names."""
    found = {str(path) for path in (home / "facts").glob("month=*/*.parquet")}
    return found - {file.path for file in Lake(home).files()}
