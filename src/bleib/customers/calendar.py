"""The contract calendar: which notices have to arrive by when, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from bleib.customers.contract_facts import local_day
from bleib.customers.models import Contract

if TYPE_CHECKING:
    from bleib.accounts.models import User

BATCH = 1_000


@dataclass(frozen=True)
class Deadline:
    """Notice for `contract` has to arrive by `notice_by`; then it can end on `ends_on`. Who may do something: "
    "`owner`."""

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
    today, done = local_day(now), 0
    passed = Q(notice_by__lt=today, ends_on=None) | Q(ends_on__lt=today, end_told_at=None)
    while batch := list(Contract.objects.filter(passed).select_related("customer").order_by("pk")[:BATCH]):
        for contract in batch:
            contract.tell_end(now=now)
            contract.term_ends_on, contract.notice_by = contract.terms.next_deadline(today)
        Contract.objects.bulk_update(batch, ["term_ends_on", "notice_by"], batch_size=BATCH)
        done += len(batch)
    return done
