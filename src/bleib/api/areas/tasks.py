"""Tasks: what somebody has to do for a customer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from bleib.accounts.api import Scope
from bleib.accounts.models import User
from bleib.api.cursors import by_key
from bleib.api.finding import Id, colleague_at, customer_at, one_of
from bleib.api.operations import operation
from bleib.api.shapes import UNSEEN, Day, Moment, Named, Number, Page, Paging, Strict, Text, Word
from bleib.api.shown.customers import PersonOut
from bleib.tasks.api import Outcome, Task, ask_colleague, close_task, reopen_task

router = Router()
ORIGIN = "api"


class TaskRef(Named):
    """Which task it is."""

    id: int


class TaskOut(TaskRef):
    """A task; `outcome` is empty while it is open."""

    title: str
    text: str
    customer: str | None = Field(description="The customer's number.")
    owner: PersonOut | None
    due_on: date | None
    origin: str = Field(description="What made somebody ask: person, api, lights ...")
    created_at: Moment
    outcome: str = Field(description="done, not_reached, not_needed; empty: open.")
    outcome_text: str
    closed_at: Moment | None


class TaskFilter(Paging):
    """Which tasks; what is not said filters nothing."""

    state: Literal["", "open", "closed"] = "open"
    customer: str = Field("", max_length=200, pattern=UNSEEN, description="Number of the customer.")
    owner: Number | None = Field(None, description="Id of a colleague.")
    due_until: Day | None = None


class TaskSaid(Strict):
    """Something to do."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=UNSEEN)] = Field(
        examples=["Call about the missing order"]
    )
    text: Text = ""
    customer: Word | None = Field(None, description="Number of the customer.", examples=["10042"])
    owner: Number | None = Field(None, description="Id of who does it; nobody said: the customer's owner, else you.")
    due_on: Day | None = None


class OutcomeSaid(Schema):
    """What came of it."""

    outcome: Literal["done", "not_reached", "not_needed"] = "done"
    text: Text = ""


@operation(router, "GET", "tasks", scope=Scope.READ_TASKS, answer=Page[TaskOut])
def list_tasks(asked: Query[TaskFilter]) -> Page[TaskOut]:
    """Tasks, page by page."""
    found = tasks()
    if asked.state:
        found = found.filter(closed_at__isnull=asked.state == "open")
    if asked.customer:
        found = found.filter(customer__number=asked.customer)
    if asked.owner:
        found = found.filter(owner=asked.owner)
    if asked.due_until:
        found = found.filter(due_on__lte=asked.due_until)
    return by_key(found, asked, task_shown)


@operation(router, "GET", "tasks/{id}", scope=Scope.READ_TASKS, answer=TaskOut, also=[404])
def get_task(id: Id) -> TaskOut:
    """One task."""
    return task_shown(one_of(tasks(), id))


@operation(router, "POST", "tasks", scope=Scope.WRITE_TASKS, answer=TaskOut, status=201, also=[404])
def ask_task(by: User, said: TaskSaid) -> TaskOut:
    """Ask a colleague to do something."""
    customer = customer_at(said.customer) if said.customer else None
    owner = colleague_at(said.owner) or (customer.owner if customer else None)
    return task_shown(
        ask_colleague(
            said.title, text=said.text, customer=customer, owner=owner, due_on=said.due_on, origin=ORIGIN, by=by,
            now=timezone.now(),
        )
    )  # fmt: skip


@operation(router, "POST", "tasks/{id}/close", scope=Scope.WRITE_TASKS, answer=TaskOut, also=[404, 409])
def close(by: User, id: Id, said: OutcomeSaid) -> TaskOut:
    """Say what came of a task.

    409 where somebody was quicker.
    """
    close_task(one_of(tasks(), id), Outcome(said.outcome), text=said.text, by=by, now=timezone.now())
    return task_shown(one_of(tasks(), id))


@operation(router, "POST", "tasks/{id}/reopen", scope=Scope.WRITE_TASKS, answer=TaskOut, also=[404])
def reopen(by: User, id: Id) -> TaskOut:
    """A task has to be done after all."""
    reopen_task(one_of(tasks(), id), by=by, now=timezone.now())
    return task_shown(one_of(tasks(), id))


def tasks() -> QuerySet[Task]:
    """All, with what is shown of them."""
    return Task.objects.select_related("customer", "owner")


def task_shown(task: Task) -> TaskOut:
    said = TaskOut.model_fields.keys() - {"customer", "owner"}
    return TaskOut(
        **{name: getattr(task, name) for name in said},
        customer=task.customer.number if task.customer else None,
        owner=PersonOut(id=task.owner.pk, name=str(task.owner)) if task.owner else None,
    )
