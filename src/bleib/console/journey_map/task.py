"""Where customers are lost becomes a task of whoever asks: one that is open at a time, whoever asked for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from bleib.accounts.models import User
from bleib.console.journey_map.worst import Worst
from bleib.tasks.api import Task, ask_colleague

ORIGIN = "journey_map"
A_WEEK = timedelta(days=7)


def make(lost: Worst, text: str, *, question: str, by: User, now: datetime) -> Task | None:
    """Due in a week; None where one about the same place of the same map is open already.

    `question`: key of what the map answers.
    """
    about = f"{question} {lost.place} "
    asked = Task.objects.filter(origin=ORIGIN, key__startswith=about)
    if asked.open().exists():
        return None
    newest = asked.order_by("pk").values_list("pk", flat=True).last() or 0
    key = f"{about}{newest}"  # the same for both clicks of a double click, another once it was closed
    due_on = timezone.localtime(now).date() + A_WEEK
    try:
        with transaction.atomic():
            return ask_colleague(lost.title, by=by, now=now, due_on=due_on, text=text, origin=ORIGIN, key=key)
    except IntegrityError:
        return None
