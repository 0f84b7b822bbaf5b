"""What colleagues do with tasks stands in the audit log."""

from datetime import UTC, datetime

import pytest

from bleib.audit.api import Entry
from bleib.customers.models import Customer
from bleib.kernel.errors import BleibError
from bleib.tasks.api import Outcome, ask_colleague, close_task, hand_over_task, reopen_task

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def anna(django_user_model):
    return django_user_model.objects.create_user("anna@example.com", name="Anna")


def test_who_asks_does_it_unless_somebody_is_named(anna, django_user_model):
    bert = django_user_model.objects.create_user("bert@example.com", name="Bert")
    assert ask_colleague("Anrufen", by=anna, now=NOW).owner == anna
    assert ask_colleague("Anrufen", by=anna, owner=bert, now=NOW).owner == bert


def test_a_task_goes_its_way_and_every_step_is_noted(anna):
    customer = Customer.objects.create(number="1", created_at=NOW)
    task = ask_colleague("Anrufen", by=anna, customer=customer, now=NOW)
    close_task(task, Outcome.NOT_REACHED, by=anna, now=NOW)
    reopen_task(task, by=anna, now=NOW)
    hand_over_task(task, None, by=anna, now=NOW)
    assert (task.owner, task.closed_at) == (None, None)
    verbs = Entry.objects.about("customer", customer.pk).order_by("pk").values_list("verb", flat=True)
    assert [*verbs] == ["task.asked", "task.closed", "task.reopened", "task.handed_over"]


def test_who_is_second_closes_nothing_and_is_told(anna):
    task = ask_colleague("Anrufen", by=anna, now=NOW)
    close_task(task, Outcome.DONE, by=anna, now=NOW)
    with pytest.raises(BleibError, match="closed already"):
        close_task(task, Outcome.NOT_NEEDED, by=anna, now=NOW)
    assert Entry.objects.filter(verb="task.closed").count() == 1
