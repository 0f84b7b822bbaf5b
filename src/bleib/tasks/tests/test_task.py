"""To-dos: open until somebody says what came of them, asked for once."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from bleib.customers.models import Customer
from bleib.kernel.errors import BleibError
from bleib.tasks.api import Outcome, Task, ask, ask_many

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def anna(django_user_model):
    return django_user_model.objects.create_user("anna@example.com", name="Anna")


def test_a_task_goes_to_the_customers_owner(anna):
    customer = Customer.objects.create(number="1", created_at=NOW, owner=anna)
    assert ask(title="Anrufen", customer=customer, now=NOW).owner == anna


def test_asking_twice_is_asking_once():
    first = ask(title="Anrufen", origin="lights", key="1 red", now=NOW)
    assert ask(title="Noch einmal", origin="lights", key="1 red", now=NOW) == first
    assert Task.objects.get().title == "Anrufen"


def test_the_most_urgent_comes_first_and_what_has_no_day_last():
    for title, day in (("b", date(2026, 12, 1)), ("c", None), ("a", date(2026, 11, 1))):
        ask(title=title, due_on=day, now=NOW)
    assert [task.title for task in Task.objects.todo()] == ["a", "b", "c"]
    assert [task.title for task in Task.objects.overdue(date(2026, 11, 21))] == ["a"]


def test_a_task_is_closed_once_with_an_outcome(anna):
    task = ask(title="Anrufen", now=NOW)
    task.close(Outcome.DONE, now=NOW, by=anna, text="Bleibt.")
    with pytest.raises(BleibError, match="closed already"):
        Task.objects.get().close(Outcome.NOT_NEEDED, now=NOW)
    assert (task.outcome, task.closed_by, Task.objects.open().count()) == ("done", anna, 0)


def test_it_can_be_opened_again_and_handed_over(anna):
    task = ask(title="Anrufen", now=NOW)
    task.close(Outcome.NOT_REACHED, now=NOW)
    task.reopen()
    task.hand_over(anna)
    assert list(Task.objects.open().of(anna)) == [task]


def test_no_outcome_without_an_instant():
    with pytest.raises(IntegrityError):
        Task.objects.create(title="Anrufen", outcome="done", created_at=NOW)


def test_many_are_asked_for_at_once():
    ask_many([Task(title=f"{n}", origin="lights", key=f"{n}", created_at=NOW) for n in range(50)])
    ask_many([Task(title=f"{n}", origin="lights", key=f"{n}", created_at=NOW) for n in range(60)])
    assert Task.objects.count() == 60
