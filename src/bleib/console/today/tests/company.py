"""A company that was measured: rows as the worker leaves them, with figures whose story is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bleib.accounts.models import User
from bleib.customers.contract_facts import local_day
from bleib.customers.models import Contract, Customer, Suggestion
from bleib.figures.api import CustomerFigures, Measurement, Question, show_lights, standard
from bleib.figures.measurement import made_from, pack
from bleib.history.models import Import
from bleib.lights.api import Light, LightReason
from bleib.lights.judging import ensure_rules
from bleib.report import Plan, Report, store_report
from bleib.report.tests.sample import NEXT, retention, sample
from bleib.tasks.api import ask

BEFORE = Question(Plan(at=NEXT.start, days=NEXT.days))
CONTRACTS: dict[str, Any] = {
    "mrr": {"customers": 40, "contracts": 51, "mrr": Decimal("12500.0000"), "arr": Decimal("150000.0000")},
    "contract_retention": retention(44, 38, 1, 1),
    "mrr_bridge": {
        "start": Decimal(12000), "lost": Decimal(1100), "contraction": Decimal(100), "expansion": Decimal(900),
        "new": Decimal(700), "won_back": Decimal(100), "end": Decimal(12500), "nrr": 97.5, "grr": 90.0,
    },
    "mrr_series": (),
}  # fmt: skip


def imported(now: datetime) -> Import:
    """Orders were read in."""
    counts = {
        "read": 1200,
        "accepted": 1180,
        "duplicates": 8,
        "rejected": 12,
        "without_customer": 0,
        "cancellations": 0,
    }
    return Import.objects.create(
        fingerprint="f", label="orders.csv", options={}, counts=counts, state="done", started_at=now, finished_at=now
    )


def measured(report: Report, question: Question, *, now: datetime, stamp: str = "") -> None:
    """The worker has answered `question`."""
    Measurement.objects.create(
        key=question.key, question=question.to_json(), asked_at=now, used_at=now, measured_at=now,
        made_from=stamp or made_from(), answers=pack({"report": store_report(report)}),
    )  # fmt: skip


def scorecard(now: datetime, changes: dict[str, Any] | None = None) -> None:
    """This period and the one before, in which fewer stayed; the last order is of yesterday."""
    imported(now)
    yesterday = local_day(now) - timedelta(days=1)
    measured(sample(changes, last_day=yesterday, currency="EUR"), standard(), now=now)
    earlier = {"retention": retention(2800, 1700), "retention_regulars": retention(1880, 1470, 0, 100)}
    measured(sample(earlier, last_day=yesterday, currency="EUR"), BEFORE, now=now)


def late(number: int, *, today: date, worth: int | None, owner: User | None, now: datetime) -> Customer:
    """A customer who buys every 28 days, the last time 93 days ago."""
    name = f"Kunde {number} mit einem langen Namen GmbH & Co. KG"
    customer = Customer.objects.create(number=str(number), name=name, created_at=now, owner=owner)
    CustomerFigures.objects.create(
        customer=customer, first_on=today - timedelta(days=900), last_on=today - timedelta(days=93), orders=30,
        revenue=worth and Decimal(worth) * 3, revenue_year=worth and Decimal(worth), usual_gap=28.0,
        overdue_on=today - timedelta(days=37),
    )  # fmt: skip
    return customer


def turned(customer: Customer, colour: str, *, before: str, days: int, now: datetime) -> Light:
    """Its light is this colour for some days; bad ones have a reason."""
    day = local_day(now) - timedelta(days=days)
    light = Light.objects.create(
        customer=customer, colour=colour, judged=colour, before=before, since=day, changed_on=day, changed_at=now,
        as_of=local_day(now), made_by="rules",
    )  # fmt: skip
    if colour == "red":
        seen: dict[str, Any] = {"nps_last": 3, "nps_last_on": day.isoformat()}
        LightReason.objects.create(customer=customer, rule="detractor", colour="red", since=day, evidence=seen)
    elif colour == "yellow":
        seen = {"days_since_order": 93, "usual_gap": 28.0}
        LightReason.objects.create(customer=customer, rule="overdue", colour="yellow", since=day, evidence=seen)
    return light


def lit_company(owner: User, *, now: datetime) -> list[Customer]:
    """Red since yesterday, yellow for five days, red for long and nobody on it, recovered, and green all the time."""
    ensure_rules(now=now)
    customers = [late(each, today=local_day(now), worth=each * 1000, owner=owner, now=now) for each in range(21, 26)]
    said = [("red", "green", 1), ("yellow", "green", 5), ("red", "", 90), ("green", "red", 2), ("green", "", 90)]
    for each, (colour, before, days) in zip(customers, said, strict=True):
        turned(each, colour, before=before, days=days, now=now)
    show_lights(None)
    return customers


def busy(user: User, *, now: datetime) -> None:
    """Customers who are late, a contract that can be ended soon, a task, and two that might be one."""
    today = local_day(now)
    customers = [late(each, today=today, worth=each * 1000, owner=user, now=now) for each in range(1, 13)]
    due = {"term_ends_on": today + timedelta(days=100), "notice_by": today + timedelta(days=10)}
    Contract.objects.bulk_create(
        [Contract(number="V-7", customer=customers[0], starts_on=date(2020, 1, 1), created_at=now, **due)]
    )
    ask(title="Call them back", customer=customers[1], owner=user, due_on=today - timedelta(days=2), now=now)
    Suggestion.objects.create(first=customers[0], second=customers[1], likeness="name", score=95.0, found_at=now)
