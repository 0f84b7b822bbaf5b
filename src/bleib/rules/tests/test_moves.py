"""How features move while nothing happens is what the vocabulary says: days go by, and values are compared."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from bleib.forecast.features import FEATURES, GROUPS
from bleib.forecast.features.tests.histories import fact, order, table
from bleib.history.engine import DuckDBEngine
from bleib.history.past import past_of_facts
from bleib.history.summaries import TEXTS
from bleib.rules.feature_fields import TRAITS, feature_fields, own_fields
from bleib.rules.own_groups import OWN_FEATURES, OWN_GROUPS, RANKS, ranks_sql
from bleib.rules.sources import source_steps
from bleib.rules.vocabulary import Moves

FIRST = date(2026, 3, 1)
DAYS = range(0, 460, 19)
FACTS = [
    *(order(f"2025-{month:02}-05", product=f"P{month % 3}") for month in range(1, 12)),
    *(order(day, "B", ref=day) for day in ("2026-02-20", "2026-02-25")),
    *(fact("usage", f"2026-01-1{day}", quantity=day + 1, product=f"F{day % 3}", errors=day) for day in range(6)),
    *(fact("usage", f"2026-02-1{day}", quantity=day + 1, product=f"F{day % 2}") for day in range(6)),
    fact("case_opened", "2026-02-01", ref="c1", severity="high"),
    fact("case_closed", "2026-02-09", ref="c1", escalated=True),
    fact("case_opened", "2026-02-20", ref="c2", severity="urgent"),
    fact("answer", "2026-02-15", kind="nps", score=3),
    fact("contract_started", "2025-06-01", ref="v", amount=100, term_months=12, ends_on="2026-06-01"),
    fact("notice_given", "2026-02-21", ref="v"),
]


@pytest.fixture(scope="module")
def days():
    """What is known of customers A and B on days after the last fact: per feature a list of pairs."""
    with past_of_facts(table(FACTS)) as past:
        known, engine = past.at(FIRST), DuckDBEngine.over()
        for name in ("events", "activity", "features", "contracts", "feature_lines", *TEXTS):
            engine.give(name, known.run(f"from {name}"))
    found = {name: [] for name in (*FEATURES, *OWN_FEATURES)}
    groups = {**GROUPS, **OWN_GROUPS}
    for as_of in (FIRST + timedelta(after - 1) for after in DAYS):
        engine.give(RANKS, engine.run(ranks_sql(as_of)))
        for group, step in zip(groups, source_steps(groups, as_of=as_of, horizon=90), strict=True):
            rows = {row["customer"]: row for row in engine.run(step.this).to_pylist()}
            for feature in groups[group].features:
                values = [rows.get(customer, {}).get(feature.name) for customer in "AB"]
                found[feature.name].append((as_of, values))
    engine.close()
    return found


FIELDS = {field.name: field for field in (*feature_fields(), *own_fields())}


BIRTHDAY = ("anniversary_on", "anniversary_years")


@pytest.mark.parametrize(
    "name", [name for name, field in FIELDS.items() if field.moves is Moves.STILL and name not in BIRTHDAY]
)
def test_what_stands_still_does_not_move(days, name):
    ends = dict(days["contract_end_on"])
    for (_, before), (day, now) in pairwise(days[name]):
        for place in range(2):
            over = FIELDS[name].until and ends[day][place] is None
            assert over or now[place] == before[place]


@pytest.mark.parametrize("name", BIRTHDAY)
def test_a_birthday_stands_still_until_it_was(days, name):
    coming = dict(days["anniversary_on"])
    for (day, before), (later, now) in pairwise(days[name]):
        for place in range(2):
            assert (now[place] == before[place]) is (coming[day][place] >= later)


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.moves is Moves.FALLING])
def test_what_only_falls_does_not_rise(days, name):
    values = [now for _, now in days[name]]
    for before, now in pairwise(values):
        assert all((a is None) is (b is None) and (a is None or b <= a) for a, b in zip(before, now, strict=True))


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.moves is Moves.WITH_DAY])
def test_days_are_counted_from_the_date_that_the_field_names(days, name):
    dates, field = dict(days[FIELDS[name].date]), FIELDS[name]
    for day, values in days[name]:
        for place, value in enumerate(values):
            if value is None:
                assert field.per or dates[day][place] is None
            else:
                gap = dict(days[field.per])[day][place] if field.per else 1
                assert value == pytest.approx(((day - dates[day][place]).days + 1) / gap)


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.quiet])
def test_what_is_quiet_after_some_days_does_not_move_then(days, name):
    column, after = FIELDS[name].quiet
    last = dict(days[column])
    for (day, before), (_, now) in pairwise(days[name]):
        for place in range(2):
            on = last[day][place]
            assert on is None or day < on + timedelta(after) or now[place] == before[place]


def test_every_trait_is_one_of_a_feature():
    assert set(TRAITS) <= {*FEATURES, *OWN_FEATURES}
