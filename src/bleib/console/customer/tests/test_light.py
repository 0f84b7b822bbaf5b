"""The light on a customer's page: why, by hand for a while, back to the rules, and a task from its reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import anna, colleague, now
from bleib.console.customer.light import due_on
from bleib.console.customer.light_words import light_words, rule_names
from bleib.console.today.tests.company import lit_company
from bleib.customers.contract_facts import local_day
from bleib.figures.api import CustomerFigures
from bleib.lights.api import Colour, Light, Override
from bleib.lights.judging import ensure_rules
from bleib.outlook.api import Outlook, Run
from bleib.tasks.api import Task

__all__ = ["anna", "now"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def yellow(tmp_path, settings, anna, now):
    settings.HOME = tmp_path
    return lit_company(anna, now=now)[1]


@pytest.fixture
def browser(client, db):
    client.force_login(colleague(Role.SALES, language="en"))
    return client


def page_of(browser, customer) -> str:
    return browser.get(f"/customers/{customer.pk}/").content.decode()


def test_reasons_lead_to_their_facts(browser, yellow):
    page = page_of(browser, yellow)
    assert "No order for 93 days; usually every 28 days." in page
    assert f"/customers/{yellow.pk}/?type=order&amp;type=credit#timeline-title" in page
    assert "before: stable" in page


def test_the_forecast_stands_beside_it_with_its_interval(browser, yellow, now):
    day = local_day(now)
    run = Run.objects.create(made_at=now, as_of=day, horizon=90, kind="boosting", made_by="1")
    said = {"leave": 0.62, "leave_low": 0.5, "leave_high": 0.7, "value": 1200, "value_low": 900, "value_high": 1500}
    Outlook.objects.create(customer=yellow, run=run, as_of=day, **said)
    page = page_of(browser, yellow)
    assert "62.0\xa0%" in page
    assert "50.0\xa0% – 70.0\xa0%" in page


def test_by_hand_it_is_another_light_everywhere_until_the_rules_judge_again(browser, yellow, now):
    said = {"colour": "green", "reason": "They moved house", "until": local_day(now) + timedelta(days=10)}
    page = browser.post(f"/customers/{yellow.pk}/light/by-hand/", said, headers={"HX-Request": "true"})
    assert "They moved house" in page.content.decode()
    assert CustomerFigures.objects.get(customer=yellow).light == Colour.GREEN.rank
    browser.post(f"/customers/{yellow.pk}/light/by-rules/")
    assert Light.objects.get(customer=yellow).colour == "yellow"
    assert CustomerFigures.objects.get(customer=yellow).light == Colour.YELLOW.rank


@pytest.mark.parametrize(("reason", "days"), [("", 10), ("Because", -1), ("Because", 400)])
def test_by_hand_takes_a_reason_and_a_last_day_within_a_year(browser, yellow, now, reason, days):
    said = {"colour": "green", "reason": reason, "until": local_day(now) + timedelta(days=days)}
    page = browser.post(f"/customers/{yellow.pk}/light/by-hand/", said, headers={"HX-Request": "true"})
    assert "is-invalid" in page.content.decode()
    assert not Override.objects.exists()


def test_who_has_no_light_cannot_be_given_one(browser, yellow, now):
    Light.objects.filter(customer=yellow).delete()
    said = {"colour": "green", "reason": "Because", "until": local_day(now)}
    page = browser.post(f"/customers/{yellow.pk}/light/by-hand/", said, follow=True).content.decode()
    assert "This customer has no light" in page
    assert "Nobody judges this customer yet" in page


def test_a_task_from_the_page_stands_among_the_tasks(browser, yellow):
    form = {"from": "customer", "rule": "overdue"}
    page = browser.post(f"/customers/{yellow.pk}/light/task/", form, headers={"HX-Request": "true"})
    assert 'id="tasks"' in page.content.decode()
    assert Task.objects.get().title == "No order for 93 days; usually every 28 days."


def test_tasks_of_red_ones_are_due_on_the_next_working_day():
    friday = date(2026, 11, 20)
    assert due_on(Colour.RED, today=friday) == date(2026, 11, 23)
    assert due_on(Colour.RED, today=date(2026, 11, 23)) == date(2026, 11, 24)
    assert due_on(Colour.YELLOW, today=friday) == date(2026, 11, 27)


def test_the_timeline_tells_a_change_in_words(db, now):
    ensure_rules(now=now)
    props = {"colour": "red", "before": "yellow", "reasons": "detractor,gone"}
    with override("en"):
        assert light_words(props, rule_names([props])) == "at risk, before: watch, Detractor, gone"
        assert light_words({"colour": "none", "overridden": True}, {}) == "no light any more, by hand"
