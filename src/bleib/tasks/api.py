"""What other rooms may ask of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from bleib.tasks.models import Outcome, Task
from bleib.tasks.working import ask_colleague, close_task, hand_over_task, reopen_task

if TYPE_CHECKING:
    from bleib.accounts.models import User
    from bleib.customers.models import Contact, Customer

__all__ = ["Outcome", "Task", "ask", "ask_colleague", "ask_many", "close_task", "hand_over_task", "reopen_task"]


def ask(
    *,
    title: str,
    now: datetime,
    customer: Customer | None = None,
    contact: Contact | None = None,
    owner: User | None = None,
    due_on: date | None = None,
    text: str = "",
    origin: str = "person",
    key: str = "",
    by: User | None = None,
) -> Task:
    """A new task, or the one that was asked for under the same origin and key. Its customer's owner does it if "
    "nobody is named."""
    if owner is None and customer is not None:
        owner = customer.owner
    task = Task(
        customer=customer, contact=contact, title=title, text=text, owner=owner, due_on=due_on, origin=origin, key=key,
        created_at=now, created_by=by,
    )  # fmt: skip
    ask_many([task])
    return Task.objects.get(origin=origin, key=key) if key else task


def ask_many(tasks: Sequence[Task]) -> None:
    """Many at once, for lights and journeys; those whose origin and key are known are left as they are."""
    Task.objects.bulk_create([each for each in tasks if each.key], ignore_conflicts=True, batch_size=2_000)
    Task.objects.bulk_create([each for each in tasks if not each.key], batch_size=2_000)
