"""Who came, went and moved between two dates; whose contract ends."""

from datetime import date
from decimal import Decimal

from bleib import metrics
from bleib.metrics.tests.contract_story import contracts, runs
from bleib.metrics.tests.story import NEW_YEAR, NOBODY, STORY, activity, bought, every

JULY, OCTOBER = date(2024, 7, 1), date(2024, 10, 1)


def changes(table, **dates):
    return {row["customer"]: row for row in metrics.customer_changes(table, **dates).to_pylist()}


def test_the_story_of_a_quarter():
    found = changes(STORY, at=JULY, next_at=OCTOBER, days=91)
    assert {customer: row["kind"] for customer, row in found.items()} == {
        "Adler": "kept", "Brandt": "won_back", "Dorn": "new",
    }  # fmt: skip
    assert [found["Dorn"][name] for name in ("before", "after", "change")] == [0, 500, 500]


def test_who_bought_too_long_ago_is_lost():
    found = changes(STORY, at=JULY, next_at=OCTOBER, days=140)
    assert found["Brandt"]["kind"] == "kept"
    assert (found["Conrad"]["kind"], found["Conrad"]["before"], found["Conrad"]["after"]) == ("lost", 40, -45)


def test_the_first_day_of_the_days_counts_and_the_one_before_does_not():
    table = activity(bought("Adler", "2024-06-01", 1), bought("Brandt", "2024-05-31", 1))
    assert set(changes(table, at=JULY, next_at=date(2024, 7, 2), days=30)) == {"Adler"}


def test_without_amounts_there_is_a_kind_and_no_money():
    found = changes(activity(bought("Adler", "2024-06-20")), at=JULY, next_at=OCTOBER, days=30)
    assert (found["Adler"]["kind"], found["Adler"]["before"], found["Adler"]["change"]) == ("lost", None, None)


def test_sums_are_those_of_the_customers():
    rows = {row["kind"]: row for row in metrics.change_sums(STORY, at=JULY, next_at=OCTOBER, days=91).to_pylist()}
    assert (rows["kept"]["customers"], rows["kept"]["before"], rows["kept"]["after"]) == (1, 300, 300)
    assert (rows["new"]["customers"], rows["new"]["after"]) == (1, Decimal(500))


def test_nobody_changes_nothing():
    assert metrics.change_sums(NOBODY, at=JULY, next_at=OCTOBER).num_rows == 0


def test_newly_overdue_are_those_who_were_not_before():
    weekly, monthly = every(7, "Weekly", start="2024-10-01", times=6), every(30, "Monthly", start="2024-01-01", times=9)
    table = activity(*weekly, *monthly)
    assert [row["customer"] for row in metrics.overdue(table, at=NEW_YEAR).to_pylist()] == ["Monthly", "Weekly"]
    rows = metrics.newly_overdue(table, at=date(2024, 11, 15), next_at=NEW_YEAR).to_pylist()
    assert [row["customer"] for row in rows] == ["Weekly"]


def test_a_contract_that_goes_on_does_not_end():
    table = contracts(
        runs("Adler", "2024-01-01", "2024-08-01", 100),
        runs("Adler", "2024-08-01", None, 150),
        runs("Brandt", "2024-01-01", "2024-08-01", 200),
        runs("Conrad", "2024-01-01", "2024-09-30", 50),
        runs("Dorn", "2024-01-01", "2024-07-01", 50),
    )
    rows = metrics.contract_ends(table, at=JULY, days=90).to_pylist()
    assert [(row["customer"], row["end_on"]) for row in rows] == [("Brandt", date(2024, 8, 1))]
    assert metrics.contract_ends(table, at=JULY, days=91).num_rows == 2
