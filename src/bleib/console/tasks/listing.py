"""Whose tasks are shown, and how they stand below each other: overdue, today, this week, later, without a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models import User
from bleib.tasks.api import Task

MOST = 200  # open ones that are listed; who has more narrows
LAST_CLOSED = 20
WHOSE = {"mine": _("Mine"), "all": _("Everybody's"), "nobody": _("Nobody's")}
TERMS: tuple[Promise, ...] = (_("Overdue"), _("Today"), _("Within a week"), _("Later"), _("Without a day"))


@dataclass(frozen=True)
class Group:
    """Tasks that are due about the same time."""

    title: Promise
    late: bool
    tasks: list[Task]


def open_tasks(whose: str, user: User) -> QuerySet[Task]:
    """The most urgent first."""
    return _of(Task.objects.todo(), whose, user).select_related("customer", "owner", "contact", "created_by")


def closed_tasks(whose: str, user: User) -> QuerySet[Task]:
    """The last that were closed."""
    closed = Task.objects.exclude(closed_at=None).select_related("customer", "owner", "closed_by")
    return _of(closed, whose, user).order_by("-closed_at")[:LAST_CLOSED]


def grouped(tasks: Iterable[Task], *, today: date) -> list[Group]:
    """Open tasks by when they are due."""
    found = groupby(tasks, key=lambda task: _term(task.due_on, today))
    return [Group(TERMS[term], term == 0, list(members)) for term, members in found]


def _of(tasks: QuerySet[Task], whose: str, user: User) -> QuerySet[Task]:
    if whose == "all":
        return tasks
    return tasks.filter(owner=None if whose == "nobody" else user)


def _term(due_on: date | None, today: date) -> int:
    if due_on is None:
        return 4
    if due_on <= today:
        return 0 if due_on < today else 1
    return 2 if due_on <= today + timedelta(days=7) else 3
