"""Tasks by day: whose they are, closing with what came of it, handing over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import anna, colleague
from bleib.console.tasks.listing import TERMS, grouped
from bleib.tasks.api import Task, ask

__all__ = ["anna"]
pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def bert(db):
    return colleague(Role.SALES)


@pytest.fixture
def signed_in(client, anna):
    client.force_login(anna)
    return client


def test_everybody_sees_their_own_first(signed_in, anna, bert):
    now = timezone.now()
    for title, owner in (("Write to Otter", anna), ("Call Fox", bert), ("Visit Badger", None)):
        ask(title=title, owner=owner, now=now)
    said = {whose: signed_in.get(f"/tasks/?whose={whose}").content.decode() for whose in ("mine", "all", "nobody")}
    assert "Write to Otter" in said["mine"]
    assert "Call Fox" not in said["mine"]
    assert "Call Fox" in said["all"]
    assert "Visit Badger" in said["nobody"]


def test_they_stand_below_each_other_by_day(anna):
    today = timezone.localdate()
    for days in (-3, 0, 5, 30):
        ask(title=f"{days}", due_on=today + timedelta(days=days), now=timezone.now())
    ask(title="some day", now=timezone.now())
    found = grouped(Task.objects.todo(), today=today)
    assert [group.title for group in found] == [*TERMS]
    assert [group.late for group in found] == [True, False, False, False, False]


def test_a_task_is_asked_closed_and_opened_again(signed_in, anna):
    assert "required" in signed_in.post("/tasks/ask/", {"title": ""}).content.decode()
    signed_in.post("/tasks/ask/", {"title": "Call Fox"})
    task = Task.objects.get(owner=anna)
    part = signed_in.post(f"/tasks/{task.pk}/close/", {"outcome": "done", "text": "All well"}, headers=HTMX)
    assert "All well" in part.content.decode()
    assert "<html" not in part.content.decode()
    again = signed_in.post(f"/tasks/{task.pk}/close/", {"outcome": "done"}, follow=True)
    assert "is closed already" in again.content.decode()
    signed_in.post(f"/tasks/{task.pk}/reopen/")
    assert Task.objects.open().get() == task


def test_a_task_is_handed_over(signed_in, anna, bert):
    task = ask(title="Call Fox", owner=anna, now=timezone.now())
    assert signed_in.post(f"/tasks/{task.pk}/hand-over/", {"owner": bert.pk, "whose": "all"}).url == "/tasks/?whose=all"
    task.refresh_from_db()
    assert task.owner == bert


def test_an_analyst_has_no_tasks(client):
    client.force_login(colleague(Role.ANALYST))
    assert client.get("/tasks/").status_code == 403
