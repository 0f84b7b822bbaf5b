from datetime import date

import pytest

from bleib.accounts.tests.browsing import chromium, opened
from bleib.accounts.tests.people import anna, confirmed, now
from bleib.customers.models import Customer, Standing, Tag
from bleib.figures.models import CustomerFigures

__all__ = ["anna", "chromium", "confirmed", "now", "opened"]


@pytest.fixture
def company(db, now):
    """Four customers: one of Austria, one overdue, one that never ordered, one with a very long name."""
    tag = Tag.objects.create(name="A-Kunde")
    names = ["Äpfel AG", "Birnen GmbH", "Cassis KG", "Dattel " + "und Söhne " * 29]
    made = []
    for place, name in enumerate(names):
        each = Customer.objects.create(
            number=f"K-{100 + place}", name=name[:300], country="AT" if place == 0 else "DE", created_at=now
        )
        Standing.objects.create(customer=each, kind="prospect" if place == 2 else "customer", since=now)
        if place != 2:
            CustomerFigures.objects.create(
                customer=each, orders=4 + place, revenue=1000 * (place + 1), revenue_year=500 + place,
                first_on=date(2025, 1, 1), last_on=date(2026, 5, 1 + place), usual_gap=10,
                light=(3, 2, None, 3)[place],
                overdue_on=date(2026, 5, 21) if place == 1 else date(2099, 1, 1), mrr=90 if place == 3 else None,
            )  # fmt: skip
        made.append(each)
    made[1].tags.add(tag)
    return made
