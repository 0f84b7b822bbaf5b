"""Who belonged to a segment is kept beside the answers, and goes with an erasure, whole or half written."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from bleib.customers.models import Customer
from bleib.figures import belonging
from bleib.figures.belonging import SLICE, forget
from bleib.figures.counting import set_non_goods
from bleib.figures.measurement import measure_on_change
from bleib.figures.tests.histories import NOW, orders, told
from bleib.history.forgetting import forget as erase
from bleib.history.models import Change
from bleib.kernel.errors import UsageError

ADLER = pa.table({"customer": ["Adler"], "value": ["regulars"]}, schema=SLICE)


@pytest.fixture
def killed(home):
    """Where files are kept; one of the three was being written when its process was killed."""
    for key in ("asked", "old", "killed"):
        belonging._write(belonging._path(key), ADLER, erasure=0)
    file = belonging._path("killed")
    file.rename(file.with_suffix(".draft"))
    return file.parent


def left(folder):
    return sorted(file.name for file in folder.iterdir())


def test_questions_that_are_asked_no_more_are_forgotten(killed):
    forget(but=["asked"])
    assert left(killed) == ["asked.parquet"]


@pytest.mark.slow
def test_of_a_day_only_what_was_looked_up_last_is_kept(home):
    told(home)
    for number, file in enumerate(("export", "later")):
        told(home, orders("Funk", f"2026-06-2{number}"), file=file)
        with belonging.belonging(now=NOW, erasure=0) as segments:
            segments.on(date(2026, 1, 1))
            segments.on(date(2026, 1, 2))
    assert [name[:20] for name in left(home / "slices")] == ["belonged-2026-01-01-", "belonged-2026-01-02-"]


@pytest.mark.slow
def test_who_belonged_is_looked_up_again_when_other_codes_are_no_goods(home):
    told(home, [*orders("Adler", "2025-09-01"), *orders("Adler", "2025-12-01", product="POSTAGE")])
    Customer.objects.create(number="Adler", created_at=NOW)
    found = []
    for codes in ([], ["POSTAGE"]):
        set_non_goods(codes, by=None, now=NOW)
        with belonging.belonging(now=NOW, erasure=0) as segments:
            found.append(segments.on(date(2026, 1, 1)).members["segment"].to_pylist())
    assert ["regulars" in keys for keys in found] == [True, False]


def test_members_that_are_forgotten_while_they_are_asked_for_are_being_looked_up(killed, monkeypatch):
    monkeypatch.setattr(belonging, "is_kept", lambda _key: True)  # a moment ago they were there
    with pytest.raises(UsageError, match="being looked up again"):
        belonging.kept("gone")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_erasure_takes_what_was_half_written(killed, home):
    told(home)
    erase(home, customers=["Adler"], now=NOW)
    measure_on_change(Change.objects.order_by("pk").last(), now=NOW)
    assert left(killed) == []
