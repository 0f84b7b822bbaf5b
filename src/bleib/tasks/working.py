"""What colleagues do with tasks: each verb with its entry in the audit log, in one transaction."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from bleib.audit.api import record
from bleib.tasks.models import Outcome, Task

if TYPE_CHECKING:
    from bleib.accounts.models import User
    from bleib.customers.models import Customer


def ask_colleague(
    title: str,
    *,
    by: User,
    now: datetime,
    customer: Customer | None = None,
    owner: User | None = None,
    due_on: date | None = None,
    text: str = "",
    origin: str = "person",
    key: str = "",
) -> Task:
    """A new task of somebody's, or of who asks where nobody is named. `origin`: what made somebody ask.

    IntegrityError where one of this `origin` has this `key`.
    """
    with transaction.atomic():
        task = Task.objects.create(
            title=title, text=text, customer=customer, owner=owner or by, due_on=due_on, origin=origin, key=key,
            created_at=now, created_by=by,
        )  # fmt: skip
        record(actor=by, verb="task.asked", subject=task, now=now)
    return task


def close_task(task: Task, outcome: Outcome, *, by: User, now: datetime, text: str = "") -> None:
    """Say what came of it. Raises BleibError where somebody was quicker."""
    with transaction.atomic():
        task.close(outcome, now=now, by=by, text=text)
        record(actor=by, verb="task.closed", subject=task, after={"outcome": str(outcome)}, now=now)


def reopen_task(task: Task, *, by: User, now: datetime) -> None:
    """It has to be done after all."""
    with transaction.atomic():
        task.reopen()
        record(actor=by, verb="task.reopened", subject=task, now=now)


def hand_over_task(task: Task, owner: User | None, *, by: User, now: datetime) -> None:
    """Somebody else does it, or nobody in particular."""
    with transaction.atomic():
        before = task.owner
        task.hand_over(owner)
        was, is_now = {"owner": str(before or "")}, {"owner": str(owner or "")}
        record(actor=by, verb="task.handed_over", subject=task, before=was, after=is_now, now=now)
