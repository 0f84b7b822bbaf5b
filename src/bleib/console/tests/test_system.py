"""What failed for good is shown with its reason and tried again with one click; readiness says what is missing."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.api import Entry
from bleib.worker.api import Job, State, enqueue
from bleib.worker.models import Worker
from bleib.worker.process import Process

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead(now):
    """A job that failed for good."""
    with transaction.atomic():
        job = enqueue(task="deliver", now=now)
    Job.objects.filter(pk=job.pk).update(state=State.DEAD, reason="The lake did not answer.", finished_at=now)
    return Job.objects.get(pk=job.pk)


def test_the_reason_is_shown(client, anna, dead):
    client.force_login(anna)
    assert "The lake did not answer." in client.get("/system/").content.decode()


def test_one_click_tries_again_and_is_noted(client, anna, dead):
    client.force_login(anna)
    client.post(f"/system/jobs/{dead.pk}/retry/")
    dead.refresh_from_db()
    assert dead.state == State.WAITING
    assert Entry.objects.get().verb == "job.retried"


def test_what_is_cancelled_is_not_done_any_more(client, anna, dead):
    client.force_login(anna)
    client.post(f"/system/jobs/{dead.pk}/cancel/")
    dead.refresh_from_db()
    assert dead.state == State.CANCELLED


def test_a_second_click_changes_nothing_and_says_so(client, anna, dead):
    client.force_login(anna)
    client.post(f"/system/jobs/{dead.pk}/cancel/")
    answer = client.post(f"/system/jobs/{dead.pk}/cancel/", follow=True)
    assert "There was nothing to do" in answer.content.decode()
    assert Entry.objects.count() == 1


def test_opening_the_address_of_a_retry_does_nothing(client, anna, dead):
    client.force_login(anna)
    assert client.get(f"/system/jobs/{dead.pk}/retry/").status_code == 405


def test_a_manager_sees_but_does_not_decide(client, dead):
    client.force_login(colleague(Role.MANAGER))
    assert "retry" not in client.get("/system/").content.decode()
    assert client.post(f"/system/jobs/{dead.pk}/retry/").status_code == 403


def test_without_a_worker_it_is_alive_but_not_ready(client):
    assert client.get("/health").json() == {"status": "ok"}
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"migrations": True, "worker": False, "history": True}


def test_with_a_worker_it_is_ready(client, now):
    me = Process.me()
    Worker.objects.create(pid=me.pid, began=me.began, host=me.host, boot=me.boot, started_at=now, seen_at=now)
    assert client.get("/health/ready").status_code == 200


def test_tables_of_another_version_are_not_ready(client):
    with connection.cursor() as cursor:
        newest = "(select max(name) from django_migrations where app = 'accounts')"
        cursor.execute(f"delete from django_migrations where app = 'accounts' and name = {newest}")
    assert client.get("/health/ready").json()["checks"]["migrations"] is False
