"""As many customers stand behind a figure as the figure says, or what they are worth adds up to it."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from sqlglot import exp

from bleib import metrics
from bleib.history.engine import DuckDBEngine, connect
from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit
from bleib.metrics.definitions import DEFINITIONS
from bleib.metrics.tests.contract_story import GIVEN, many_contracts, many_features, many_touchpoints
from bleib.metrics.tests.questions import QUESTIONS
from bleib.metrics.tests.story import H1, H2, STORY, activity, bought

FIGURES = {slug: each.members.cells for slug, each in DEFINITIONS.items() if each.members}
CELLS = [(slug, name) for slug, cells in FIGURES.items() for name in cells]
# Figures that are not a column of the answer, and how they follow from it.
DERIVED = {
    ("time_to_second_order", "waiting"): lambda rows: rows[0]["customers"] - rows[0]["second_orders"],
    ("overdue", "customers"): len,
    ("overdue", "revenue_year"): lambda rows: sum(row["revenue_year"] or 0 for row in rows),
}


def many_purchases() -> pa.Table:
    """2,000 purchases of 150 customers over three years, with refunds and without amounts here and there."""
    dice = random.Random(11)
    rows = []
    for _ in range(2000):
        customer = f"C{int(dice.paretovariate(0.6)) % 150:03}"
        day = date.fromordinal(date(2022, 6, 1).toordinal() + dice.randrange(900))
        rows.append(bought(customer, str(day), str(Decimal(dice.randrange(-2000, 90000)) / 100)))
    return activity(*rows)


@pytest.fixture(scope="module", params=["story", "many"])
def engine(request):
    many = {"contracts": many_contracts(), "features": many_features(), "touchpoints": many_touchpoints()}
    return DuckDBEngine.over(**(GIVEN if request.param == "story" else many | {"activity": many_purchases()}))


def check(engine: Any, slug: str, name: str, *, most: int = 40) -> int:
    """Compare a figure in every row of the answer with its members; returns how many rows had any."""
    cell = FIGURES[slug][name]
    rows = metrics.run(slug, engine, **QUESTIONS[slug]).to_pylist()
    if not cell.params:
        expected = DERIVED[slug, name](rows) if (slug, name) in DERIVED else rows[0][name]
        return same(metrics.members(slug, engine, cell=name, **QUESTIONS[slug]), cell, expected)
    found = 0
    for row in rows[:most]:
        where = {param.name: row[param.name] for param in cell.params}
        found += same(metrics.members(slug, engine, cell=name, **QUESTIONS[slug], **where), cell, row.get(name, 1))
    return found


def same(table: pa.Table, cell: Any, expected: Any) -> int:
    customers = table["customer"].to_pylist()
    assert len(set(customers)) == len(customers)
    if cell.value:
        assert sum(each or 0 for each in table["value"].to_pylist()) == (expected or 0)
    else:
        assert len(customers) == (expected or 0)
    return len(customers)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("slug", "name"), [each for each in CELLS if each[0] not in ("rfm", "rhythm", "dropped_features")]
)
def test_members_of_every_figure_are_as_many_as_it_says(engine, slug, name):
    check(engine, slug, name)


@pytest.mark.slow
def test_members_of_the_map_of_scores_are_all_customers_each_once(engine):
    scored = metrics.run("rfm", engine, **QUESTIONS["rfm"]).to_pylist()
    for r, f in {(row["r"], row["f"]) for row in scored}:
        found = metrics.members("rfm", engine, cell="customers", r=r, f=f, **QUESTIONS["rfm"])
        assert set(found["customer"].to_pylist()) == {
            row["customer"] for row in scored if (row["r"], row["f"]) == (r, f)
        }


def test_who_is_late_by_a_class_is_whose_ratio_lies_in_it(engine):
    rhythms = metrics.run("rhythm", engine, **QUESTIONS["rhythm"]).to_pylist()
    late = {row["customer"] for row in rhythms if (row["overdue_ratio"] or 0) >= 2}
    found = metrics.members("rhythm", engine, cell="late", low=2, **QUESTIONS["rhythm"])
    assert set(found["customer"].to_pylist()) == late


def test_who_dropped_a_group_is_who_the_answer_names(engine):
    rows = metrics.run("dropped_features", engine, **QUESTIONS["dropped_features"]).to_pylist()
    for kind, feature in {(row["kind"], row["feature"]) for row in rows}:
        found = metrics.members(
            "dropped_features", engine, cell="customers", kind=kind, feature=feature, **QUESTIONS["dropped_features"]
        )
        named = {row["customer"] for row in rows if (row["kind"], row["feature"]) == (kind, feature)}
        assert set(found["customer"].to_pylist()) == named


def test_the_mean_of_all_cohorts_has_the_members_of_all_that_were_observed():
    found = metrics.members("cohorts", STORY, cell="customers", age=1, unit=Unit.MONTH, until=date(2025, 1, 1))
    assert found["customer"].to_pylist() == ["Adler", "Brandt"]


def test_a_slice_has_the_members_of_the_slice():
    engine = DuckDBEngine.over(activity=STORY)
    only = exp.column("customer").eq(exp.Literal.string("Adler"))
    kept = metrics.members("retention", engine, cell="kept", base=H1, next=H2, where=only)
    assert kept["customer"].to_pylist() == ["Adler"]


def test_a_figure_without_members_is_an_error_that_names_those_with_some():
    with pytest.raises(UsageError, match="kept, lost"):
        metrics.members("retention", STORY, cell="crr", base=H1, next=H2)
    with pytest.raises(UsageError, match="lorenz does not say"):
        metrics.members("lorenz", STORY, cell="share", window=H1)


@pytest.mark.parametrize(("slug", "counted"), [("retention", "customers_start"), ("contract_retention", "kept")])
def test_values_side_by_side_say_what_each_slice_says(engine, slug, counted):
    numbers = engine.run("select distinct customer from customers where customer is not null")["customer"].to_pylist()
    pairs = [(each, value) for each in numbers for value in ("all", "odd" if len(each) % 2 else "even")]
    columns = zip(*pairs, strict=True)
    engine.connection.register("listed", pa.table(dict(zip(("customer", "value"), map(list, columns), strict=True))))
    rows = metrics.compared(slug, engine, values="listed", **QUESTIONS[slug]).to_pylist()
    whole = metrics.run(slug, engine, **QUESTIONS[slug]).to_pylist()[0]
    everybody = next(row for row in rows if row["value"] == "all")
    assert everybody[counted] == whole[counted]
    assert (everybody["rate"], everybody["ci95_low"]) == (whole["crr"], whole["ci95_low"])
    assert everybody[counted] == sum(row[counted] for row in rows if row["value"] != "all")


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.parametrize(
    ("slug", "name"),
    [("retention", "lost"), ("cohorts", "customers"), ("cohorts_unbounded", "customers"), ("pareto", "top_revenue"),
     ("rfm_segments", "customers"), ("mrr_bridge", "expansion"), ("time_to_second_order", "waiting"),
     ("journey_map", "last_here"), ("journey_paths", "customers")],
)  # fmt: skip
def test_spark_names_the_same_customers(sail, slug, name):
    engine = connect(sail, **GIVEN)
    try:
        check(engine, slug, name, most=6)
    finally:
        engine.close()
