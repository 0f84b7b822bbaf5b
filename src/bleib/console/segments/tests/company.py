"""Three customers: Adler buys often, Birke bought once long ago, Celle a month ago. Segments are filled."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bleib.customers.models import Customer
from bleib.figures.api import refresh_figures
from bleib.history.api import Change
from bleib.segments.tests.story import happened, order, ready

NAMES = {"A1": "Adler AG", "B1": "Birke GmbH", "C1": "Celle KG"}


def company() -> None:
    """As the worker leaves it behind, today."""
    now = timezone.now()
    today = timezone.localdate()
    ready(now)
    days = {"A1": (200, 100, 10), "B1": (400,), "C1": (30,)}
    facts = [order(number, today - timedelta(days=day)) for number, ago in days.items() for day in ago]
    happened(*facts, now=now)
    for number, name in NAMES.items():
        Customer.objects.filter(number=number).update(name=name)
    for change in Change.objects.all():
        refresh_figures(change, now=now)
