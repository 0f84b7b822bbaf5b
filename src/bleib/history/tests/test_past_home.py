"""The past of an installation: corrections, merges and days that are not over, for everybody and for a few."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from bleib.history import activity
from bleib.history.aliases import add_alias
from bleib.history.api import record
from bleib.history.models import Import
from bleib.history.new_fact import NewFact
from bleib.history.past_home import past_of_home
from bleib.history.pending import append_pending
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import FEBRUARY_EXPORT, JANUARY_EXPORT, take
from bleib.history.undo import undo

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

FIRST, SECOND = datetime(2025, 3, 20, 9, tzinfo=UTC), datetime(2025, 4, 20, 9, tzinfo=UTC)
NOW = datetime(2025, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """Orders until March, which an export of April corrects."""
    settings.HOME = tmp_path
    take(tmp_path, JANUARY_EXPORT, file="january", now=FIRST)
    take(tmp_path, FEBRUARY_EXPORT, file="february", now=SECOND)
    return tmp_path


def rows(home: Path, as_of: str, query: str, *, now: datetime = NOW, customers: list[str] | None = None) -> list[Any]:
    only = None if customers is None else pa.table({"customer": customers})
    with past_of_home(home, now=now, customers=only) as past:
        return list(past.at(date.fromisoformat(as_of)).run(query).to_pylist())


DAYS = "select * from activity order by customer, day"


def test_what_was_imported_until_then_is_what_an_installation_without_the_rest_says(tmp_path: Path, home: Path) -> None:
    before = rows(home, "2025-04-19", DAYS)
    undo(home, Import.objects.latest("pk").pk, now=NOW)
    assert rows(home, "2025-04-19", DAYS) == before
    with duckdb.connect() as connection:
        activity.open(home, connection, now=NOW)
        assert connection.sql(DAYS).to_arrow_table().to_pylist() == before


@pytest.mark.parametrize("customers", [None, ["K5", "K9"]])
def test_a_day_that_is_not_over_is_seen_as_it_would_be_tomorrow(home: Path, customers: list[str] | None) -> None:
    """Stored activity says the same as activity counted from what was known."""
    only = None if customers is None else pa.table({"customer": customers})
    tomorrow = datetime(2025, 6, 2, tzinfo=UTC)
    with past_of_home(home, now=NOW, customers=only) as past, past_of_home(home, now=tomorrow, customers=only) as later:
        today, counted = past.at(NOW.date()), later.at(NOW.date())
        for query in (DAYS, "select * from facts order by id", "select * from features order by all"):
            assert today.run(query).num_rows > 0
            assert counted.run(query).equals(today.run(query))


def test_what_was_recorded_this_morning_counts_today(home: Path) -> None:
    take(home, [line("2025-05-31", "K1", "R99")], file="yesterday", now=NOW)
    asked = "select max(day) as last from activity"
    assert rows(home, "2025-06-01", asked) == [{"last": date(2025, 5, 31)}]
    assert rows(home, "2025-06-01", asked, now=datetime(2025, 6, 9, tzinfo=UTC)) == [{"last": date(2025, 4, 19)}]


def test_a_cancellation_that_is_dated_tomorrow_does_not_count_today(home: Path) -> None:
    asked = "select sum(orders)::integer as orders from activity where customer = 'K5'"
    before = rows(home, "2025-06-01", asked)
    take(home, [line("2025-06-02", "K5", "R5", -90, product="A")], file="ahead", now=NOW)
    assert rows(home, "2025-06-01", asked) == before


@pytest.mark.parametrize("as_of", ["2025-04-01", "2025-06-01"])
def test_merged_customers_are_one(home: Path, as_of: str) -> None:
    asked = "select customer, sum(orders)::integer as orders from activity group by 1 order by 1"
    orders = {row["customer"]: row["orders"] for row in rows(home, as_of, asked)}
    add_alias("K1", "K2", now=NOW)
    for only in (None, ["K2"]):
        merged = {row["customer"]: row["orders"] for row in rows(home, as_of, asked, customers=only)}
        assert merged["K2"] == orders["K1"] + orders["K2"]
        assert "K1" not in merged


def test_facts_that_came_in_one_by_one_are_known_from_when_they_were_recorded(home: Path) -> None:
    for day in (10, 20):  # both happened on the 5th
        record([NewFact("visit", "K1", datetime(2025, 5, 5, 9, tzinfo=UTC), f"{day}")], now=NOW)
        append_pending(home, now=datetime(2025, 5, day, 9, tzinfo=UTC))
    asked = "select count(*) as visits from events where type = 'visit'"
    with past_of_home(home, now=NOW) as past:
        days = [date(2025, 5, day) for day in (5, 6, 15, 21)]
        assert [past.at(day).run(asked)["visits"][0].as_py() for day in days] == [0, 2, 1, 2]


def test_an_empty_installation_has_an_empty_past(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    for day in ("2025-01-01", "2025-06-01"):
        assert rows(tmp_path, day, "select customer from customers union all select customer from events") == []
