"""The contract calendar: which notices have to arrive by when, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from bleib.customers.contract_facts import local_day
from bleib.customers.models import Contract

if TYPE_CHECKING:
    from bleib.accounts.models import User

BATCH = 200  # a transaction of some tenths of a second


@dataclass(frozen=True)
class Deadline:
    """Notice for `contract` has to arrive by `notice_by`; then it can end on `ends_on`. `owner` may do something."""

    contract: Contract
    notice_by: date
    ends_on: date
    owner: User | None


def deadlines(*, today: date, days: int, owner: User | None = None) -> Iterator[Deadline]:
    """Notice deadlines from today until so many days later, the most urgent first."""
    due = Contract.objects.with_notice_due(today, today + timedelta(days=days))
    for contract in due.filter(customer__owner=owner) if owner else due:
        assert contract.notice_by is not None
        assert contract.term_ends_on is not None
        yield Deadline(contract, contract.notice_by, contract.term_ends_on, contract.customer.owner)


def keep_calendar(*, now: datetime) -> int:
    """Once a day: deadlines that passed become the next ones, ends that came are told. Returns how many contracts."""
    done = 0
    while count := _keep_batch(now):
        done += count
    return done


def _keep_batch(now: datetime) -> int:
    """The next contracts, locked: who edits one meanwhile waits, or is heard first."""
    today = local_day(now)
    passed = Q(notice_by__lt=today, ends_on=None) | Q(ends_on__lt=today, end_told_at=None)
    with transaction.atomic():
        locked = Contract.objects.filter(passed).select_related("customer").select_for_update(of=("self",))
        batch = list(locked.order_by("pk")[:BATCH])
        for contract in batch:
            contract.tell_end(now=now)
            contract.term_ends_on, contract.notice_by = contract.terms.next_deadline(today)
        Contract.objects.bulk_update(batch, ["term_ends_on", "notice_by"])
    return len(batch)
