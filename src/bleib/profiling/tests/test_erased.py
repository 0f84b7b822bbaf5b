"""What somebody declined goes with them, and by itself when its time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.privacy import api as privacy
from bleib.profiling.api import decline
from bleib.profiling.models import Declined

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def declined(wanted, otter, weber, now):
    """A customer and a contact who did not want to say something."""
    wanted("industry")
    wanted("phone", "contact")
    decline("industry", customer=otter, by=None, now=now)
    decline("phone", contact=weber, by=None, now=now)


def test_an_erased_contact_leaves_no_trace_of_what_they_declined(declined, otter, weber, anna, now):
    privacy.erase("contact", weber.pk, actor=anna, now=now)
    assert [each.customer for each in Declined.objects.all()] == [otter]


@pytest.mark.slow
def test_an_erased_customer_takes_what_was_declined_there(declined, otter, anna, now):
    privacy.erase("customer", otter.pk, actor=anna, now=now)
    assert not Declined.objects.exists()


def test_what_was_declined_is_let_go_after_90_days(declined, now):
    privacy.apply_retention(now=now + timedelta(days=89))
    assert Declined.objects.count() == 2
    privacy.apply_retention(now=now + timedelta(days=91))
    assert not Declined.objects.exists()
