"""Property: nothing that is dated or recorded from a day on changes what is known of customers on that day."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bleib.forecast.features import features, population, purchases
from bleib.history.compaction import compact
from bleib.history.models import Change, Import, Setting
from bleib.history.past_home import past_of_home
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import take
from bleib.history.undo import undo

pytestmark = [pytest.mark.slow, pytest.mark.files, pytest.mark.django_db]

Line = dict[str, Any]
AS_OF = date(2025, 5, 1)
FIRST, SECOND, LATER = (datetime(2025, month, day, 8, tzinfo=UTC) for month, day in ((3, 15), (4, 20), (5, 1)))
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def told(type_: str, day: str, customer: str, ref: str, **props: Any) -> Line:
    """Something that is no order; usage and contracts are worth something."""
    more = {"props": json.dumps(props) if props else None, "type": type_}
    return line(day, customer, ref, 12 if type_.startswith("contract_s") else None, product="plan", **more)


# Two customers who buy, use, ask, answer and have contracts; all of it recorded before AS_OF.
IN_MARCH = [
    *(line(f"2024-{month:02}-05", "K1", f"R{month}", 10 * month, product=p) for month in range(4, 13) for p in "AB"),
    *(line(f"2025-{month:02}-20", "K2", f"S{month}", 70) for month in (1, 2, 3)),
    told("contract_started", "2024-02-01", "K1", "V1", ends_on="2025-12-31"),
    told("contract_started", "2024-03-01", "K2", "V2", term_months=24, ends_on="2026-03-01"),
    *(told("usage", f"2025-{month:02}-11", "K1", f"U{month}", errors=month) for month in (1, 2, 3)),
]
IN_APRIL = [
    line("2025-04-02", "K1", "R21", 55),
    told("case_opened", "2025-04-03", "K1", "C1", severity="high"),
    told("answer", "2025-04-04", "K2", "A1", kind="nps", score=4),
    told("notice_given", "2025-04-05", "K2", "V2", ends_on="2026-03-01"),
]

days_before = st.sampled_from(["2024-06-05", "2025-01-20", "2025-03-20", "2025-04-02", "2025-04-29"])
days_after = st.sampled_from(["2025-05-01", "2025-05-20", "2026-02-01"])
any_day = st.one_of(days_before, days_after)
customers = st.sampled_from(["K1", "K2", "K3"])
orders = st.builds(
    line,
    any_day,
    customers,
    st.sampled_from(["R4", "R5", "R21", "S1", "N1", None]),
    st.sampled_from([5, 80, -40, -200]),
    product=st.sampled_from("ABC"),
)
contracts = st.builds(
    told,
    st.sampled_from(["contract_started", "contract_changed", "contract_ended", "notice_given"]),
    any_day, customers, st.sampled_from(["V1", "V2", "V3"]), ends_on=st.sampled_from(["2025-04-30", "2025-06-01"]),
)  # fmt: skip
events = st.one_of(
    st.builds(told, st.sampled_from(["usage", "visit", "deal_won"]), any_day, customers, st.sampled_from(["U1", "U9"])),
    st.builds(told, st.sampled_from(["case_opened", "case_closed"]), any_day, customers, st.just("C1")),
    st.builds(told, st.just("answer"), any_day, customers, st.just("A1"), kind=st.just("nps"), score=st.just(9)),
)  # fmt: skip
exports = st.lists(st.one_of(orders, contracts, events), min_size=1, max_size=8, unique_by=lambda each: each["id"])
stories = st.lists(st.one_of(exports, st.sampled_from(["undo", "compact"])), min_size=1, max_size=4)


def begin(home: Path) -> None:
    for model in (Change, Import, Setting):  # of the example before
        model.objects.all().delete()
    take(home, IN_MARCH, file="march", now=FIRST)
    take(home, IN_APRIL, file="april", now=SECOND)


def seen(home: Path, as_of: date = AS_OF, now: datetime = NOW) -> tuple[pa.Table, ...]:
    """All that is known of customers on a day."""
    with past_of_home(home, now=now) as past:
        engine = past.at(as_of)
        return features(engine, as_of=as_of), population(engine, as_of=as_of), purchases(engine, as_of=as_of)


def go_on(home: Path, story: Iterable[list[Line] | str]) -> None:
    for number, step in enumerate(story):
        at = LATER + timedelta(days=number)
        newest = Import.objects.done().first()
        if isinstance(step, list):
            take(home, step, file=f"later {number}", now=at)
        elif step == "compact":
            compact(home, retention_hours=0)
        elif newest is not None and newest.label.startswith("later"):
            undo(home, newest.pk, now=at)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories)
def test_whatever_is_recorded_later_changes_nothing(story: list[list[Line] | str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        begin(home)
        before = seen(home)
        go_on(home, story)
        assert seen(home) == before


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(exports)
def test_whatever_happens_later_changes_nothing_in_what_was_known_before(export: list[Line]) -> None:
    later = [each for each in export if each["occurred_on"] >= AS_OF]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for model in (Change, Import, Setting):
            model.objects.all().delete()
        take(home, IN_MARCH, file="march", now=LATER)
        before = seen(home, date(2025, 5, 1))
        if later:
            take(home, later, file="later", now=LATER + timedelta(days=9))
        assert seen(home, date(2025, 5, 1)) == before


LATER_ONES = {
    "an order of that time": line("2025-04-10", "K1", "N1", 99),
    "another amount of an order": line("2025-01-20", "K2", "S1", 700),
    "another customer of an order": line("2025-01-20", "K1", "S1", 70),
    "an order that moved to another month": line("2025-02-20", "K2", "S1", 70),
    "a cancellation of an order": line("2025-05-20", "K2", "S1", -70),
    "a contract that ended": told("contract_ended", "2025-04-15", "K1", "V1"),
    "a contract that changed": told("contract_changed", "2025-04-15", "K1", "V1"),
    "another end of a contract": told("contract_started", "2024-02-01", "K1", "V1", ends_on="2025-06-30"),
    "a case that was closed": told("case_closed", "2025-04-10", "K1", "C1"),
    "another score": told("answer", "2025-04-04", "K2", "A1", kind="nps", score=10),
    "more usage": told("usage", "2025-04-29", "K1", "U9"),
}


def test_an_export_that_tells_it_all_changes_nothing_that_was_known(tmp_path: Path) -> None:
    begin(tmp_path)
    before = seen(tmp_path)
    take(tmp_path, list({each["id"]: each for each in LATER_ONES.values()}.values()), file="later", now=LATER)
    assert seen(tmp_path) == before


@pytest.mark.parametrize("later", LATER_ONES.values(), ids=LATER_ONES)
def test_what_is_told_later_was_not_known(tmp_path: Path, later: Line) -> None:
    begin(tmp_path)
    before, in_june = seen(tmp_path), seen(tmp_path, date(2025, 6, 1))
    take(tmp_path, [later], file="later", now=LATER)
    assert seen(tmp_path) == before
    assert seen(tmp_path, date(2025, 6, 1)) != in_june


def test_a_first_import_counts_as_known_when_it_happened(tmp_path: Path) -> None:
    begin(tmp_path)
    table, *_ = seen(tmp_path, date(2024, 7, 1))
    assert [(row["customer"], row["orders"], row["running_contracts"]) for row in table.to_pylist()] == [
        ("K1", 3, 1),
        ("K2", None, 1),
    ]


def test_the_end_of_a_contract_is_no_news_from_the_future(tmp_path: Path) -> None:
    """A first import says when contracts ended; on a day before only the end of an agreed term is known."""
    begin(tmp_path)
    table, *_ = seen(tmp_path, date(2024, 7, 1))
    assert table["contract_end_on"].to_pylist() == [None, date(2026, 3, 1)]
    assert seen(tmp_path)[0]["contract_end_on"].to_pylist() == [date(2025, 12, 31), date(2026, 3, 1)]
