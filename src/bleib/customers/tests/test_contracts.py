"""Contracts: versions make recurring revenue exact, and every verb tells the history."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bleib.customers.calendar import deadlines, keep_calendar
from bleib.customers.models import Contract
from bleib.customers.recurring import contract_periods
from bleib.history.models import PendingFact

pytestmark = pytest.mark.django_db


def facts():
    return list(PendingFact.objects.order_by("pk").values_list("type", "occurred_on", "amount"))


def test_recurring_revenue_follows_the_versions(customer, contract, now):
    one = contract(customer("1"), "V1", date(2025, 1, 1), "100")
    contract(customer("2"), "V2", date(2025, 6, 1), "50", ends_on=date(2025, 12, 31))
    one.change(date(2025, 9, 1), Decimal(120), now=now)
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 8, 31), date(2025, 9, 1), date(2026, 1, 1))
    assert [Contract.objects.monthly_revenue(day) for day in days] == [0, 100, 150, 170, 120]


def test_the_periods_say_the_same(customer, contract, now):
    one = contract(customer("1"), "V1", date(2025, 1, 1), "100")
    one.change(date(2025, 9, 1), Decimal(120), now=now)
    one.end(date(2025, 12, 31), now=now)
    rows = contract_periods().select(["valid_from", "valid_until", "amount_per_month"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        (date(2025, 1, 1), date(2025, 9, 1), 100),
        (date(2025, 9, 1), date(2026, 1, 1), 120),
    ]


def test_trials_are_worth_nothing(customer, contract):
    contract(customer("1"), "V1", date(2025, 1, 1), "100", is_trial=True)
    assert Contract.objects.monthly_revenue(date(2025, 6, 1)) == 0
    assert contract_periods().num_rows == 0


def test_every_verb_is_a_fact(customer, contract, now):
    made = contract(customer("1"), "V1", date(2025, 1, 1), "100")
    made.change(date(2025, 9, 1), Decimal(120), now=now)
    made.give_notice(date(2026, 9, 1), last_day=date(2026, 10, 31), now=now, reason="price")
    assert facts() == [
        ("contract_started", date(2025, 1, 1), Decimal(100)),
        ("contract_changed", date(2025, 9, 1), Decimal(120)),
        ("notice_given", date(2026, 9, 1), None),
        ("contract_ended", date(2026, 11, 1), None),
    ]


def test_an_end_to_come_is_told_when_it_came(customer, contract, now):
    made = contract(customer("1"), "V1", date(2025, 1, 1))
    made.end(date(2026, 12, 31), now=now)
    assert [each[0] for each in facts()] == ["contract_started"]
    keep_calendar(now=datetime(2027, 1, 1, 6, 0, tzinfo=UTC))
    assert facts()[-1] == ("contract_ended", date(2027, 1, 1), None)
    assert keep_calendar(now=datetime(2027, 1, 2, 6, 0, tzinfo=UTC)) == 0


def test_an_end_that_was_told_and_is_corrected_is_told_anew(customer, contract, now):
    made = contract(customer("1"), "V1", date(2025, 1, 1))
    made.end(date(2026, 10, 31), now=now)
    made.end(date(2027, 3, 31), now=now)
    [wrong, right] = PendingFact.objects.filter(type="contract_ended").order_by("pk")
    assert (right.fact_id, right.occurred_on) == (wrong.fact_id, date(2027, 4, 1))  # the later one replaces it
    assert keep_calendar(now=datetime(2027, 4, 2, 6, 0, tzinfo=UTC)) == 0


def test_a_contract_is_not_saved_in_silence(customer, contract):
    with pytest.raises(TypeError, match="agree, change"):
        contract(customer("1"), "V1", date(2025, 1, 1)).save()


def test_the_calendar_lists_what_is_due_with_its_owner(customer, contract, django_user_model):
    owner = django_user_model.objects.create_user("anna@example.com", name="Anna")
    terms = {"term_months": 12, "renewal_months": 12, "notice": 1}
    contract(customer("1", owner=owner), "V1", date(2025, 1, 1), **terms)
    contract(customer("2"), "V2", date(2025, 6, 1), **terms)
    [due] = deadlines(today=date(2026, 11, 21), days=30)
    assert (due.contract.number, due.notice_by, due.ends_on, due.owner) == (
        "V1", date(2026, 11, 30), date(2026, 12, 31), owner,
    )  # fmt: skip


def test_a_deadline_that_passed_becomes_the_next(customer, contract, now):
    made = contract(customer("1"), "V1", date(2025, 1, 1), term_months=12, renewal_months=12, notice=1)
    keep_calendar(now=now + timedelta(days=30))
    made.refresh_from_db()
    assert (made.term_ends_on, made.notice_by) == (date(2027, 12, 31), date(2027, 11, 30))
