"""What waits for somebody: the first few of each kind, read along an index, so that it takes no longer with more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from bleib.accounts.models import User
from bleib.customers.models import Contract, CustomerImport, Suggestion
from bleib.history.models import Import
from bleib.tasks.api import Task

MOST = 10
FEW = 5
DEADLINES_WITHIN = 60  # days
COUNTED = 1_000  # more duplicates than that are "1,000 and more"


@dataclass(frozen=True)
class Read:
    """An import of either kind, as one list shows both."""

    label: str
    at: datetime | None
    lines: int | None
    rejected: int
    pk: int
    of_customers: bool = False


def deadlines(*, today: date) -> Sequence[Contract]:
    """Contracts whose notice has to arrive soon, the most urgent first."""
    return list(Contract.objects.with_notice_due(today, today + timedelta(days=DEADLINES_WITHIN))[:MOST])


def tasks(user: User) -> Sequence[Task]:
    """This colleague's own."""
    return list(Task.objects.of(user).todo()[:MOST])


def imports() -> list[Read]:
    """The newest of orders and other events, and of customers."""
    events = Import.objects.filter(undone_at=None).exclude(finished_at=None).defer("touched", "options")[:FEW]
    customers = CustomerImport.objects.filter(undone_at=None).defer("options")[:FEW]
    found = [*map(_of_events, events), *map(_of_customers, customers)]
    return list(islice(sorted(found, key=lambda each: str(each.at), reverse=True), FEW))


def _of_events(entry: Import) -> Read:
    return Read(entry.label, entry.finished_at, entry.counted.read, entry.counted.rejected, pk=entry.pk)


def _of_customers(entry: CustomerImport) -> Read:
    counts = entry.counts
    return Read(
        entry.label, entry.done_at, counts.get("read"), counts.get("rejected", 0), pk=entry.pk, of_customers=True
    )


def duplicates() -> int:
    """How many pairs wait for an answer, up to COUNTED."""
    return Suggestion.objects.filter(refused_at=None).order_by()[:COUNTED].count()
