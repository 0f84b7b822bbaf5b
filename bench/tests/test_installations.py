import duckdb

from bench import console_bench
from bench.installations import FACTS_EACH, facts
from bench.measure import Cost


def test_an_export_has_twenty_orders_for_each_customer(tmp_path):
    path = facts(500, tmp_path / "facts.csv")
    with duckdb.connect() as connection:
        counted = f'select count(*), min("CustomerID"), max("CustomerID") from read_csv(\'{path}\')'
        lines, first, last = connection.execute(counted).fetchone()
    assert lines == 500 * FACTS_EACH
    assert 10_000_001 <= first < last <= 10_000_500


def test_every_page_is_held_against_the_smallest_installation():
    slow, quick = Cost(0.06, 0.05, 100), Cost(0.02, 0.02, 90)
    costs = {("SQLite", 1_000, "Customers"): quick, ("SQLite", 1_000_000, "Customers"): slow}
    section = console_bench.report([1_000, 1_000_000], costs, fills={("SQLite", 1_000): quick})
    [verdict] = section.verdicts
    assert (verdict.what, round(verdict.clock, 1), verdict.outcome) == ("Customers, SQLite", 3.0, "**missed**")
    assert [row.contestant for row in section.rows][-1] == "measuring all customers, 1,000, SQLite"
