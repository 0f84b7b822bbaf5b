"""Facts that come in one by one, and whoever dies on the way: each is in the lake once, each batch is told once."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from bleib.history import crash
from bleib.history.lake import Lake
from bleib.history.models import Change, PendingFact
from bleib.history.new_fact import NewFact
from bleib.history.tests.killable import JANUARY_EXPORT, RECORDED, perform, take, visit
from bleib.history.tests.victim import Victim

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]
RANDOM_KILLS = 20

Ids = Counter[bytes]


def said(*names: str) -> set[bytes]:
    """Ids of the facts that `record NAME` writes."""
    facts: list[NewFact] = [visit(f"{name}-{n}") for name in names for n in range(RECORDED)]
    return {fact.id for fact in facts}


def in_lake(home: Path) -> Ids:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        return Counter(id for (id,) in connection.execute("select id from facts where type = 'visit'").fetchall())


def pending() -> set[bytes]:
    return {bytes(id) for id in PendingFact.objects.values_list("fact_id", flat=True)}


def check_told(home: Path) -> None:
    """The instants of the lake's commits are those that the feed was told, once each."""
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        rows = connection.execute("select distinct epoch_us(recorded_at) from facts where type = 'visit'").fetchall()
    changes = Change.objects.filter(kind="pending").values_list("recorded_at", flat=True)
    assert Counter(round(at.timestamp() * 1e6) for at in changes) == Counter(instant for (instant,) in rows)


@pytest.mark.parametrize("point", [point for point in crash.POINTS if point.startswith("pending")])
def test_killed_at_a_named_point(tmp_path: Path, point: str) -> None:
    perform(tmp_path, "record a")
    perform(tmp_path, "append")
    perform(tmp_path, "record b")
    victim = Victim(tmp_path)
    victim.order(f"append at {point}")
    assert victim.wait() == -signal.SIGKILL
    assert pending() | set(in_lake(tmp_path)) == said("a", "b")
    perform(tmp_path, "record c")
    perform(tmp_path, "append")
    assert in_lake(tmp_path) == Counter(said("a", "b", "c"))
    assert pending() == set()
    check_told(tmp_path)


def test_who_reads_after_a_death_sees_every_fact_once(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    perform(tmp_path, "record a")
    victim = Victim(tmp_path)
    victim.order("append at import.written")
    assert victim.wait() == -signal.SIGKILL
    assert in_lake(tmp_path) == Counter()
    perform(tmp_path, "append")
    assert in_lake(tmp_path) == Counter(said("a"))


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """Recording and appending die again and again; a record that died was all or nothing."""
    dice, deaths, number, kept = random.Random(3), 0, 0, set[bytes]()
    waiting = [Victim(tmp_path), Victim(tmp_path)]
    while deaths < RANDOM_KILLS:
        victim, number = waiting.pop(0), number + 1
        waiting.append(Victim(tmp_path))
        victim.order(f"record {number}" if number % 2 else "append")
        time.sleep(dice.uniform(0, 0.01 if number % 2 else 0.15))
        deaths += victim.kill()
        arrived = said(str(number)) & (pending() | set(in_lake(tmp_path)))
        assert arrived in (set(), said(str(number)))
        kept |= arrived
        assert pending() | set(in_lake(tmp_path)) == kept
    for victim in waiting:
        victim.kill()
    perform(tmp_path, "append")
    assert in_lake(tmp_path) == Counter(kept)
    check_told(tmp_path)
