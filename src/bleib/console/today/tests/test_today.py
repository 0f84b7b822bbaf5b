"""Today says how things stand and what waits, to whom it concerns; it reads what was measured and no more."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.console.today.tests.company import (
    BEFORE,
    CONTRACTS,
    busy,
    imported,
    late,
    lit_company,
    measured,
    scorecard,
    turned,
)
from bleib.customers.contract_facts import local_day
from bleib.figures.api import Measurement, set_target, standard
from bleib.pulls.api import Pull
from bleib.report.tests.sample import retention, sample
from bleib.webhooks.api import Endpoint, Pause
from bleib.worker.api import Job
from bleib.worker.models import Worker
from bleib.worker.process import Process

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(client, db):
    """What somebody of this role reads on the page, without markup."""

    def see(role: Role = Role.MANAGER, language: str = "en") -> str:
        client.force_login(colleague(role, language=language))
        page = client.get("/").content.decode()
        main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
        return re.sub(r"\s+", " ", unescape(main))

    return see


def test_a_tile_has_interval_trend_and_distance_to_the_target(seen, now):
    scorecard(now)
    set_target("retention", Decimal(85), by=None, now=now)
    set_target("retention_regulars", Decimal(75), by=None, now=now)
    page = seen()
    assert "Customer retention rate 68.0 % 66.3–69.7 % · 1,950 of 2,868 up from 60.7 %" in page
    assert "Target 85.0 %: 17.0 points missing" in page
    assert "1,500 of 1,900 no clear change; before: 78.2 % Target 75.0 %: reached" in page
    assert "Churned revenue €600,000 918 customers left before: €600,000" in page


def test_with_contracts_recurring_revenue_stands_there(seen, now):
    scorecard(now, CONTRACTS)
    page = seen()
    assert "Monthly recurring revenue €12,500 a month; customers: 40, contracts: 51" in page
    assert "NRR of contracts 97.5 %" in page
    assert "NRR of orders" not in page


def test_in_german_it_speaks_german(seen, now):
    scorecard(now)
    page = seen(language="de")
    assert "Kundenbindungsrate 68,0 % 66,3–69,7 % · 1.950 von 2.868 gestiegen von 60,7 %" in page


def test_few_customers_have_the_interval_in_big_print(seen, now):
    imported(now)
    measured(sample({"retention": retention(20, 15, 2, 0)}), standard(), now=now)
    assert "Customer retention rate 53.1–88.8 % 95 % interval · 15 of 20 = 75.0 %" in seen()


def test_deadlines_tasks_imports_and_duplicates_wait_for_whom_they_concern(seen, client, now):
    scorecard(now)
    anna = colleague(Role.ADMIN)
    busy(anna, now=now)
    client.force_login(anna)
    page = client.get("/").content.decode()
    assert "V-7, could end on" in page
    assert "Call them back" in page
    assert "1 pair of customers might be one." in page
    assert "1,200 lines" in page
    assert "Call them back" not in seen(Role.SALES)


def test_an_auditor_sees_figures_and_no_customers(seen, now):
    scorecard(now)
    busy(colleague(Role.SALES), now=now)
    page = seen(Role.AUDITOR)
    assert "Customer retention rate 68.0 %" in page
    assert "Kunde 12" not in page
    assert "V-7" not in page
    assert "My tasks" not in page


def test_what_nobody_measured_yet_is_asked_of_the_worker_who_is_missing(seen, now):
    imported(now)
    assert "no worker is running that could do it" in seen()
    assert Job.objects.waiting().filter(task="measure").exists()


def test_with_a_worker_it_is_being_measured_and_asks_again(client, anna, now):
    me = Process.me()
    Worker.objects.create(pid=me.pid, began=me.began, host=me.host, boot=me.boot, started_at=now, seen_at=now)
    imported(now)
    client.force_login(anna)
    page = client.get("/").content.decode()
    assert "The figures are being measured." in page
    assert 'hx-trigger="every 3s"' in page


def test_old_answers_are_shown_and_said_to_be_old(seen, now):
    imported(now)
    measured(sample(), standard(), now=now, stamp="another history")
    page = seen()
    assert "Customer retention rate 68.0 %" in page
    assert "these figures are of before" in page
    assert "The newest event is of 31 Aug 2011" in page


def test_what_cannot_be_measured_says_why(seen, now):
    imported(now)
    measured(sample(), standard(), now=now)
    Measurement.objects.filter(key=standard().key).update(answers=None, failure="The disk is full.")
    assert "This could not be measured: The disk is full." in seen()


def test_the_period_before_is_asked_of_the_worker_once(seen, now):
    imported(now)
    measured(sample(), standard(), now=now)
    assert "Customer retention rate 68.0 %" in seen()
    assert Measurement.objects.filter(key=BEFORE.key, answers=None).exists()


def test_an_empty_installation_says_what_to_do_first_and_no_more(seen, db):
    page = seen()
    assert "This is what to do first" in page
    assert "Read in your orders" in page
    assert "Who needs you" not in page


@pytest.mark.slow
def test_more_customers_take_no_more_questions_to_the_database(client, anna, now):
    scorecard(now)
    busy(anna, now=now)
    lit_company(anna, now=now)
    client.force_login(anna)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(100, 150):
        customer = late(number, today=local_day(now), worth=number, owner=anna, now=now)
        turned(customer, "red", before="green", days=1, now=now)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)


def test_who_connects_systems_sees_which_take_or_bring_nothing(seen, now):
    told = {"url": "https://crm.example/", "types": ["order"], "site": "x", "secret": "x", "created_at": now}
    Endpoint.objects.create(name="CRM", pause=Pause.DEAD, paused_at=now, **told)
    Endpoint.objects.create(name="Chat", failing_since=now - timedelta(hours=2), failures=9, **told)
    Endpoint.objects.create(name="Hiccup", failing_since=now - timedelta(minutes=5), failures=1, **told)
    pull = Pull.objects.create(name="ERP", kind="sql", topic="history", on_since=now, next_at=now, created_at=now)
    pull.runs.create(began_at=now, ended_at=now, problem="The password changed.")
    page = seen(Role.ADMIN)
    assert "Nothing is sent to CRM any more" in page
    assert "The receiver Chat has taken nothing since" in page
    assert "Nothing could be fetched the last time: ERP." in page
    assert "Hiccup" not in page
    assert "CRM" not in seen(Role.MANAGER)
