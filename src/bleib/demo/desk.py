"""What the demo's colleagues have on their desks: tasks, notes, targets, pairs that look like one customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from bleib.demo.cast import BACK, DEADLINE, DETRACTORS, GIANT, GROWING, HELD, TWICE, Character
from bleib.demo.company import NAME

if TYPE_CHECKING:
    from bleib.accounts.models import User


@dataclass(frozen=True)
class Todo:
    """Due in `days` (negative: overdue), on the desk of whoever has `role`; German and English."""

    character: Character
    role: str
    days: int
    title: tuple[str, str]


TODOS = (
    Todo(GIANT, "manager", -2, ("Anrufen: seit zehn Wochen keine Bestellung", "Call: no order for ten weeks")),
    Todo(DEADLINE, "sales", 3, ("Verlängerung anbieten, bevor die Frist endet", "Offer to renew before notice is due")),
    Todo(HELD, "service", 0, ("Offenes Anliegen mit dem Kunden klären", "Settle the open case with the customer")),
    Todo(DETRACTORS[0], "service", 1, ("Nach der schlechten Note zurückrufen", "Call back after the bad score")),
    Todo(GROWING, "sales", 8, ("Rahmenvertrag besprechen", "Talk about a framework agreement")),
    Todo(TWICE, "admin", 0, ("Prüfen: zweimal im System?", "Check: two records of one company?")),
)
NOTES = {
    GIANT.number: ("Neuer Einkaufsleiter seit September, vergleicht alle Lieferanten.",
        "New head of purchasing since September, compares all suppliers."),
    HELD.number: ("Bleibt nur wegen des Vertrags, sagt die Werkstatt.",
        "Stays because of the contract only, they say in the workshop."),
    BACK.number: ("Zurückgewonnen mit dem Regalservice.", "Won back with the shelf service."),
}  # fmt: skip
TARGETS = {"retention": 80, "revenue_retention.nrr": 100, "mrr": 55_000}


def lay_out(colleagues: Mapping[str, User], *, german: bool, day: date, now: datetime) -> None:
    """Put everything there that is not yet. `colleagues` by role."""
    from bleib.customers.api import find, find_duplicates
    from bleib.customers.models import Note
    from bleib.figures.api import set_company, set_target
    from bleib.figures.company import Company
    from bleib.tasks.api import ask

    tongue = 0 if german else 1
    for todo in TODOS:
        ask(
            title=todo.title[tongue],
            customer=find(todo.character.number),
            owner=colleagues[todo.role],
            due_on=day + timedelta(days=todo.days),
            origin="demo",
            key=todo.character.number,
            now=now,
        )
    for number, words in NOTES.items():
        author = {"text": words[tongue], "written_by": colleagues["manager"], "written_at": now}
        Note.objects.get_or_create(customer=find(number), defaults=author)
    for metric, value in TARGETS.items():
        set_target(metric, Decimal(value), by=colleagues["manager"], now=now)
    set_company(Company(NAME, "Am Güterbahnhof 7, 24103 Kiel"), by=colleagues["admin"], now=now)
    find_duplicates(now=now)
