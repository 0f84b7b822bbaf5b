"""Slices: only some customers, or a block of rows per value of one of their columns."""

import pyarrow as pa
import pytest
from sqlglot import condition, select

from bleib import metrics
from bleib.history.engine import DuckDBEngine
from bleib.kernel.errors import UsageError
from bleib.metrics.tests.questions import QUESTIONS
from bleib.metrics.tests.story import H1, H2, NEW_YEAR, STORY, one_row

COUNTRIES = {"Adler": "DE", "Brandt": "AT", "Conrad": "DE", "Dorn": None, "Eder": "AT"}


@pytest.fixture
def company():
    derived = DuckDBEngine.over(activity=STORY).run(select("*").from_("customers").order_by("customer"))
    countries = pa.array([COUNTRIES[name] for name in derived.column("customer").to_pylist()])
    customers = derived.set_column(derived.column_names.index("country"), "country", countries)
    return DuckDBEngine.over(activity=STORY, customers=customers)


def test_only_the_customers_of_a_slice_count(company):
    row = one_row(metrics.retention(company, base=H1, next=H2, where=condition("country = 'DE'")))
    assert (row["customers_start"], row["kept"], row["new"]) == (2, 1, 0)


def test_a_slice_leaves_out_lines_without_customer(company):
    row = one_row(metrics.totals(company, until=NEW_YEAR, where=condition("orders > 0")))
    assert (row["revenue"], row["revenue_without_customer"]) == (1905, 0)


def test_every_country_gets_its_block_and_the_unknown_comes_last(company):
    rows = metrics.retention(company, base=H1, next=H2, by="country").to_pylist()
    assert [(row["country"], row["customers_start"], row["kept"]) for row in rows] == [
        ("AT", 2, 1),
        ("DE", 2, 1),
        (None, 0, 0),
    ]


def test_by_and_where_hold_together(company):
    where = condition("customer = 'Adler' or customer = 'Eder'")
    rows = metrics.repeat_share(company, until=NEW_YEAR, by="country", where=where).to_pylist()
    assert [(row["country"], row["customers"]) for row in rows] == [("AT", 1), ("DE", 1)]


def test_a_metric_that_builds_on_another_is_sliced_in_both(company):
    rows = metrics.overdue(company, at=NEW_YEAR, ratio=0.1, where=condition("country = 'AT'")).to_pylist()
    assert [row["customer"] for row in rows] == ["Brandt"]
    moves = metrics.rfm_migration(company, at=H1.end, next_at=NEW_YEAR, where=condition("country = 'DE'")).to_pylist()
    assert sum(move["customers"] for move in moves) == 2


@pytest.mark.parametrize("slug", list(metrics.DEFINITIONS))
def test_a_slice_of_everybody_with_a_name_changes_only_what_nobody_bought(company, slug):
    everybody = metrics.run(slug, company, where=condition("customer is not null"), **QUESTIONS[slug])
    if slug not in ("totals", "regular_revenue_share"):
        assert everybody.equals(metrics.run(slug, company, **QUESTIONS[slug]))
    else:
        assert everybody.num_rows == 1


def test_an_unknown_column_is_named(company):
    with pytest.raises(UsageError, match="no column 'colour'"):
        metrics.retention(company, base=H1, next=H2, by="colour")


def test_a_value_with_a_quote_is_a_value(company):
    where = condition("customer").eq("O'Hara; drop table activity")
    assert one_row(metrics.retention(company, base=H1, next=H2, where=where))["customers_start"] == 0


def test_without_customers_a_slice_by_country_is_empty_with_its_columns():
    table = metrics.retention(STORY.slice(0, 0), base=H1, next=H2, by="country")
    assert table.num_rows == 0
    assert table.column_names[:2] == ["country", "customers_start"]
