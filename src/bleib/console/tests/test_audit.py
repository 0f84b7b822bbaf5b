"""The audit log is read as sentences, by who and by day, page by page; its chain is checked on request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.api import record, seal

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def log(client, anna):
    """Anna's browser; and something that Anna and Bert did."""
    bert = colleague(Role.SALES)
    with transaction.atomic():
        for number, actor in enumerate([anna, bert, anna]):
            record(actor=actor, verb="added", subject=f"thing {number}", now=NOON + timedelta(days=number))
    client.force_login(anna)
    return client


def shown(client, **query: str) -> list[str]:
    return [row.data["subject"] for row in client.get("/audit/", query).context["entries_shown"]]


def test_the_newest_comes_first_as_a_sentence(log):
    assert shown(log) == ["thing 2", "thing 1", "thing 0"]
    assert "Anna added thing 2." in log.get("/audit/").content.decode()


def test_one_colleague_alone(log):
    who = log.get("/audit/").context["form"].fields["who"].queryset.get(name="Sales")
    assert shown(log, who=str(who.pk)) == ["thing 1"]


def test_days_are_those_of_the_installation_and_both_count(log):
    assert shown(log, since="2026-03-02", until="2026-03-02") == ["thing 1"]


def test_a_day_that_makes_no_sense_filters_nothing_and_is_said(log):
    assert len(shown(log, since="tomorrow")) == 3
    assert log.get("/audit/", {"since": "tomorrow"}).context["form"].errors["since"]


def test_older_entries_are_on_the_next_page(log, anna):
    with transaction.atomic():
        for number in range(50):
            record(actor=anna, verb="added", subject=f"more {number}", now=NOON)
    first = log.get("/audit/", {"since": "2026-02-01"}).context
    assert len(first["entries_shown"]) == 50
    assert shown(log, since="2026-02-01", before=str(first["next"])) == ["thing 2", "thing 1", "thing 0"]


def test_a_whole_chain_is_said_to_be_whole(log, now):
    seal(now=now)
    assert "The chain is whole" in log.get("/audit/chain/").content.decode()


def test_an_auditor_reads_it_and_sales_does_not(client, log):
    client.force_login(colleague(Role.AUDITOR))
    assert client.get("/audit/").status_code == 200
    client.force_login(colleague(Role.SERVICE))
    assert client.get("/audit/").status_code == 403


@pytest.mark.parametrize("query", ["until=9999-12-31", "since=0001-01-01", "before=99999999999999999999"])
def test_a_day_beyond_the_calendar_filters_nothing(client, anna, query):
    client.force_login(anna)
    assert client.get(f"/audit/?{query}").status_code == 200
