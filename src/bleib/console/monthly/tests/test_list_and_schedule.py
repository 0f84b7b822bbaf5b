"""The monthly page before there is a report: the list and the schedule."""

from __future__ import annotations

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.figures.tests.histories import NOW
from bleib.monthly.api import MonthlyReport, Recipient, schedule
from bleib.monthly.tests.conftest import anna, home, now

__all__ = ["anna", "home", "now"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, anna):
    client.force_login(anna)
    return client


def test_what_is_not_measured_yet_says_so(admin, home):
    MonthlyReport.objects.create(month="2026-05-01", made_at=NOW)
    assert "still being measured" in admin.get("/monthly/2026-05/de.pdf", follow=True).content.decode()


def test_the_list_takes_colleagues_and_the_companys_addresses_only(admin, anna):
    admin.post("/monthly/recipients/", {"user": anna.pk, "language": "de"})
    admin.post("/monthly/recipients/", {"email": "board@example.com", "name": "Board", "language": "en"})
    refused = admin.post("/monthly/recipients/", {"email": "x@elsewhere.com", "language": "en"})
    assert "addresses of the company only: example.com" in refused.content.decode()
    assert [str(each) for each in Recipient.objects.listed()] == ["Anna", "Board"]
    broken = admin.post("/monthly/recipients/", {"email": "eve@example.com", "name": "Eve\nBcc: x@y", "language": "en"})
    assert "Write this on one line" in broken.content.decode()
    admin.post(f"/monthly/recipients/{Recipient.objects.get(user=anna).pk}/remove/")
    assert [str(each) for each in Recipient.objects.listed()] == ["Board"]


def test_the_schedule_is_set(admin):
    assert "none is sent by itself" in admin.get("/monthly/").content.decode()
    admin.post("/monthly/schedule/", {"on": "on", "day": "5", "hour": "8"})
    assert (schedule().on, schedule().day, schedule().hour) == (True, 5, 8)
    assert "The next report is made and sent on" in admin.get("/monthly/").content.decode()


def test_nobody_is_put_on_the_list_who_may_not_see_customers(admin):
    auditor = colleague(Role.AUDITOR)
    assert f">{auditor}</option>" not in admin.get("/monthly/").content.decode()
    refused = admin.post("/monthly/recipients/", {"email": auditor.email, "language": "en"})
    assert "role does not see" in refused.content.decode()
    assert not Recipient.objects.exists()
