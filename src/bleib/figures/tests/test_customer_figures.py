"""Figures of customers follow the history, and say what the metrics say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bleib.customers.api import Wishes, appear, import_customers, merge, undo_import, unmerge
from bleib.customers.models import Customer
from bleib.figures.customer_figures import is_everybody_due, refresh_everybody, refresh_figures, refresh_recurring
from bleib.figures.models import CustomerFigures
from bleib.history.api import Change, NewFact, append_pending, record
from bleib.history.extract import open_extract
from bleib.metrics import mrr, overdue, rhythm, totals

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = timezone.localtime(NOW).date()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.TIME_ZONE = "Europe/Berlin"
    return settings.HOME


def order(customer: str, day: date, amount: int, *, key: str = "") -> NewFact:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    ref = key or f"{customer} {day}"
    kind = "order" if amount >= 0 else "credit"
    return NewFact(
        kind, customer, at, key=ref, ref=ref, amount=Decimal(amount), quantity=Decimal(1 if amount >= 0 else -1)
    )


def contract(customer: str, kind: str, day: date, amount: int | None = None) -> NewFact:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return NewFact(kind, customer, at, key=f"V{customer} {day}", ref=f"V{customer}", amount=amount and Decimal(amount))


def happened(*facts: NewFact, now: datetime = NOW) -> None:
    """Facts come in one by one, and everybody is told, twice."""
    with transaction.atomic():
        record(list(facts), now=now)
    append_pending(now=now)
    tell(now)


def tell(now: datetime = NOW) -> None:
    for change in Change.objects.fresh():
        appear(change, now=now)
        refresh_figures(change, now=now)
        assert refresh_figures(change, now=now) == 0
        change.mark_distributed(now=now)


def figures(number: str) -> CustomerFigures:
    return CustomerFigures.objects.get(customer__number=number)


def test_orders_make_figures():
    days = [date(2024, 1, 10), date(2026, 3, 1), date(2026, 3, 11), date(2026, 4, 10)]
    happened(*(order("A", day, 100) for day in days), order("B", date(2026, 5, 1), 70))
    found = figures("A")
    assert (found.first_on, found.last_on, found.orders) == (days[0], days[-1], 4)
    assert (found.revenue, found.revenue_year) == (400, 300)
    assert (found.usual_gap, found.overdue_on) == (30, date(2026, 6, 9))
    assert (figures("B").usual_gap, figures("B").overdue_on, figures("B").mrr) == (None, None, None)


def test_only_who_was_touched_is_measured_and_the_others_stay(django_assert_max_num_queries):
    happened(order("A", date(2026, 1, 1), 10), order("B", date(2026, 1, 1), 20))
    CustomerFigures.objects.filter(customer__number="B").update(orders=99)
    happened(order("A", date(2026, 2, 1), 10))
    assert (figures("A").orders, figures("B").orders) == (2, 99)
    assert refresh_everybody(now=NOW) == 1
    assert figures("B").orders == 1


def test_figures_of_other_definitions_are_made_again(monkeypatch):
    assert is_everybody_due(NOW)
    refresh_everybody(now=NOW)
    assert not is_everybody_due(NOW)
    monkeypatch.setattr("bleib.figures.customer_figures.FIGURES_SQL", "select 1")
    assert is_everybody_due(NOW)


def test_a_merged_customer_has_its_figures_in_the_other_one_until_they_are_two_again():
    happened(order("A", date(2026, 1, 1), 10), order("B", date(2026, 2, 1), 20))
    both = [Customer.objects.get(number=number) for number in "AB"]
    merge(both[0], both[1], now=NOW)
    tell()
    assert figures("A").revenue == 30
    assert not CustomerFigures.objects.filter(customer__number="B").exists()
    unmerge(both[1], now=NOW)
    tell()
    assert (figures("A").revenue, figures("B").revenue) == (10, 20)


def test_recurring_revenue_changes_on_its_day():
    happened(
        contract("A", "contract_started", TODAY - timedelta(days=400), 100),
        contract("A", "contract_changed", TODAY + timedelta(days=3), 150),
    )
    assert (figures("A").mrr, figures("A").mrr_until) == (100, TODAY + timedelta(days=3))
    assert refresh_recurring(now=NOW + timedelta(days=2)) == 0
    assert refresh_recurring(now=NOW + timedelta(days=3)) == 1
    assert (figures("A").mrr, figures("A").mrr_until) == (150, None)


def test_figures_keep_nobody_whose_import_is_undone(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Kundennummer;Firma\nL1;Liste GmbH\n", encoding="utf-8")
    done = import_customers([str(path)], wishes=Wishes(), now=NOW)
    CustomerFigures.objects.create(customer=Customer.objects.get(number="L1"), mrr=5)
    assert undo_import(done.run.pk, now=NOW).left == []
    assert not Customer.objects.exists()


FACTS = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), st.integers(0, 900), st.integers(-20, 60), st.integers(0, 2)),
    min_size=1, max_size=40, unique_by=lambda each: each[:2],
)  # fmt: skip
CONTRACTS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(-30, 900), st.integers(0, 500)), max_size=6, unique_by=lambda e: e[:2]
)


@given(facts=FACTS, contracts=CONTRACTS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_figures_of_every_customer_are_the_answers_of_the_metrics(home, facts, contracts):
    """Each example comes on top of those before, so later ones are about what is corrected and added."""
    happened(
        *(
            order(who, TODAY - timedelta(days=ago), amount, key=f"{who} {ago} {part}")
            for who, ago, amount, part in facts
        ),
        *(contract(who, "contract_started", TODAY - timedelta(days=ago), amount) for who, ago, amount in contracts),
    )
    found = {each.customer.number: each for each in CustomerFigures.objects.select_related("customer")}
    tomorrow = TODAY + timedelta(days=1)
    with open_extract(home) as engine:
        rhythms, late = rhythm(engine, at=tomorrow).to_pylist(), overdue(engine, at=tomorrow).to_pylist()
        ever = overdue(engine, at=date(9999, 1, 1), ratio=0.0001).to_pylist()
        recurring, summed = mrr(engine, at=TODAY).to_pylist()[0], totals(engine, until=tomorrow).to_pylist()[0]
    told = {row["customer"]: (row["orders"], row["last_on"], row["usual_gap"]) for row in rhythms}
    assert told == {
        number: (each.orders, each.last_on, each.usual_gap) for number, each in found.items() if each.orders
    }
    assert {row["customer"] for row in late} == {
        n for n, each in found.items() if each.overdue_on and each.overdue_on <= tomorrow
    }
    assert all(found[row["customer"]].revenue_year == row["revenue_year"] for row in ever)
    assert sum(each.mrr or 0 for each in found.values()) == recurring["mrr"]
    assert sum(each.mrr is not None for each in found.values()) == recurring["customers"]
    assert sum(each.revenue or 0 for each in found.values()) == summed["revenue"]
    assert sum(each.orders for each in found.values()) == summed["orders"]
