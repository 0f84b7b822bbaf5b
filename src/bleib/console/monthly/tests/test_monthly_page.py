"""A monthly report on its page: who may do what, and downloads in both languages."""

from __future__ import annotations

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.figures.tests.histories import NOW
from bleib.monthly.api import Delivery, State, dispatch
from bleib.monthly.tests.conftest import anna, home, listed, may, may_once, now
from bleib.worker.api import Job

__all__ = ["anna", "home", "listed", "may", "may_once", "now"]

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def admin(client, anna):
    client.force_login(anna)
    return client


def test_it_is_downloaded_in_both_languages_and_kinds(admin, may):
    files = {name: admin.get(f"/monthly/2026-05/{name}") for name in ("de.pdf", "en.html", "en.exe", "fr.pdf")}
    assert files["de.pdf"].content.startswith(b"%PDF")
    assert "What changed: May 2026" in files["en.html"].content.decode()
    assert 'filename="bleib-2026-05-en.html"' in files["en.html"]["Content-Disposition"]
    assert (files["en.exe"].status_code, files["fr.pdf"].status_code) == (404, 404)


def test_it_is_made_and_sent_and_tried_on_oneself(admin, may, listed):
    admin.post("/monthly/make/", {"month": "2026-04"})
    admin.post("/monthly/2026-04/send/")
    admin.post("/monthly/2026-04/test/")
    assert Delivery.objects.get().report.month.month == 4
    assert Job.objects.filter(task="monthly-test").count() == 1


def test_a_doubtful_letter_is_shown_and_sent_again(admin, may, listed):
    dispatch(may, by=None, now=NOW)
    Delivery.objects.update(state=State.UNKNOWN)
    assert "it may have arrived" in admin.get("/monthly/").content.decode()
    admin.post(f"/monthly/letters/{Delivery.objects.get().pk}/again/")
    assert Delivery.objects.get().state == State.QUEUED


def test_who_only_reads_sees_no_recipients_and_changes_nothing(client, may, listed):
    client.force_login(colleague(Role.ANALYST))
    page = client.get("/monthly/").content.decode()
    assert "PDF de" in page
    assert "anna@example.com" not in page
    assert client.post("/monthly/2026-05/send/").status_code == 403


def test_who_may_not_see_customers_gets_no_file_that_names_them(client, may):
    client.force_login(colleague(Role.AUDITOR))
    assert "names customers" in client.get("/monthly/").content.decode()
    assert client.get("/monthly/2026-05/de.pdf").status_code == 403
