"""The rules of today judge earlier days by what was known then: what a backtest asks."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from bleib.customers.api import Customer
from bleib.history.past import past_of_facts
from bleib.lights.api import colours_at, keep_rule, keep_set
from bleib.lights.tests.story import NOW
from bleib.outlook.api import SCHEMA

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ORDERS = pa.table(
    {
        "customer": ["Adler", "Bauer", "Bauer"],
        "type": ["order"] * 3,
        "occurred_on": [date(2025, 1, 10), date(2025, 1, 10), date(2025, 6, 1)],
        "amount": [100.0, 100.0, 100.0],
        "quantity": [1.0, 1.0, 1.0],
    }
)


def judged(day: date, *, outlook: pa.Table | None = None) -> dict[str, tuple[str, object]]:
    with past_of_facts(ORDERS) as past:
        rows = colours_at(past.at(day), day, outlook=outlook).to_pylist()
    return {row["customer"]: (row["light"], row["since"]) for row in rows}


def test_silence_is_judged_as_of_that_day():
    assert judged(date(2025, 1, 10)) == {}
    assert {light for light, _ in judged(date(2025, 1, 20)).values()} == {"green"}
    assert {name: light for name, (light, _) in judged(date(2025, 6, 20)).items()} == {
        "Adler": "yellow", "Bauer": "green",
    }  # fmt: skip


def test_forecasts_of_that_day_count_where_they_are_given():
    said = {"customer": ["Adler"], "leave": [0.9]} | {name: [None] for name in SCHEMA.names[2:]}
    found = judged(date(2025, 1, 20), outlook=pa.table(said, schema=SCHEMA))
    assert (found["Adler"][0], found["Bauer"][0]) == ("yellow", "green")


def test_records_are_as_they_are_now_also_those_of_former_customers():
    former = Customer.objects.create(number="Adler", country="AT", created_at=NOW)
    former.standings.create(kind="former", since=NOW)
    keep_set("austria", name={"de": "Österreich"}, applies={"field": "country", "is": "AT"}, by=None, now=NOW)
    rule = {"key": "new", "name": {"de": "Neu"}, "light": "red", "when": {"field": "orders", "at_least": 1}}
    keep_rule("austria", rule, by=None, now=NOW)
    found = judged(date(2025, 1, 20))
    assert (found["Adler"][0], found["Bauer"][0]) == ("red", "green")
