"""Who changed colour, why, what it is worth and who is on it; and who is at risk without anybody's doing."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.utils.translation import override

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.console.today import turned
from bleib.console.today.tests.company import lit_company
from bleib.console.today.turned import Asked, lights, since_day
from bleib.customers.contract_facts import local_day
from bleib.lights.api import LightReason
from bleib.outlook.api import Outlook, Run
from bleib.tasks.api import Task, ask

ADVICE = "Ask whether anything is missing, and remind them of what they usually need."
pytestmark = pytest.mark.django_db


@pytest.fixture
def company(anna, now):
    return lit_company(anna, now=now)


@pytest.fixture
def seen(client):
    """The part about lights, without markup."""

    def see(query: str = "", role: Role = Role.SALES) -> str:
        client.force_login(colleague(role, language="en"))
        page = client.get(f"/{query}").content.decode()
        part = page[page.index('id="lights"') : page.index("</section>", page.index('id="lights"'))]
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", part)))

    return see


def found(user, now, days=7, **asked):
    return lights(user, since=since_day(days, today=local_day(now)), is_mine=asked.get("is_mine", False))


def test_who_turned_worse_stands_there_with_reasons_and_worth_the_most_valuable_first(company, seen):
    page = seen()
    assert "the lights of 2 customers turned worse. In their last year, they brought €43,000." in page
    assert "No order for 93 days; usually every 28 days. The facts" in page
    assert ADVICE in page
    assert page.index("Kunde 22") < page.index("Kunde 21")
    assert "1 customer recovered" in page


def test_since_yesterday_leaves_out_what_turned_days_ago(company, anna, now):
    worse = found(anna, now, days=1).worse
    assert [each.light.customer.number for each in worse] == ["21"]


def test_who_is_red_for_long_and_has_no_task_waits(company, anna, now):
    assert [each.light.customer.number for each in found(anna, now).waiting] == ["23"]
    ask(title="Call them", customer=company[2], now=now)
    assert found(anna, now).waiting == []


def test_where_most_is_at_stake_comes_first_be_it_red_or_yellow_and_who_is_well_does_not_wait(company, anna, now):
    run = Run.objects.create(made_at=now, as_of=local_day(now), horizon=90, kind="boosting", made_by="1")
    for customer, at_risk in ((company[0], 700), (company[1], 800), (company[4], 900)):
        Outlook.objects.create(customer=customer, run=run, as_of=local_day(now), leave=0.5, at_risk=at_risk)
    waiting = found(anna, now, days=0).waiting  # nothing turned today
    assert [each.light.customer.number for each in waiting] == ["22", "21", "23"]


def test_only_mine_leaves_out_customers_of_others(company, now):
    theirs = found(colleague(Role.SALES), now, is_mine=True)
    assert (theirs.worse_count, theirs.better_count, list(theirs.waiting)) == (0, 0, [])
    assert theirs.is_empty


def test_one_click_makes_the_reason_a_task_of_whoever_looks_after_the_customer(company, client, anna):
    client.force_login(colleague(Role.SALES, language="en"))
    for _twice in range(2):
        page = client.post(
            f"/customers/{company[1].pk}/light/task/", {"rule": "overdue"}, headers={"HX-Request": "true"}
        )
    task = Task.objects.get(customer=company[1])
    assert task.title == "No order for 93 days; usually every 28 days."
    assert (task.text, task.owner, task.origin) == (ADVICE, anna, "lights")
    assert f"Task of {anna}" in page.content.decode()


def test_who_may_not_see_customers_sees_no_lights(company, client):
    client.force_login(colleague(Role.AUDITOR))
    assert 'id="lights"' not in client.get("/").content.decode()


def test_on_a_monday_yesterday_is_friday():
    assert since_day(1, today=date(2026, 11, 23)) == date(2026, 11, 20)
    assert since_day(1, today=date(2026, 11, 24)) == date(2026, 11, 23)
    assert since_day(7, today=date(2026, 11, 23)) == date(2026, 11, 16)


def test_what_makes_no_sense_asks_for_a_week_of_all_customers():
    assert Asked.of({"since": "x", "whose": "y"}) == Asked(7, is_mine=False)
    assert Asked.of({"since": "30", "whose": "mine"}) == Asked(30, is_mine=True)


def test_when_rules_are_new_it_is_said_that_so_many_turned(company, anna, now, monkeypatch):
    assert not found(anna, now).is_large
    monkeypatch.setattr(turned, "MANY", 2)
    assert found(anna, now).is_large


def test_the_chance_of_leaving_is_said_once(company, anna, now):
    day = local_day(now)
    run = Run.objects.create(made_at=now, as_of=day, horizon=90, kind="boosting", made_by="1")
    for each in company[:2]:
        Outlook.objects.create(customer=each, run=run, as_of=day, leave=0.9, at_risk=500)
    for key, colour in (("likely-to-leave", "yellow"), ("about-to-leave", "red")):
        LightReason.objects.create(customer=company[0], rule=key, colour=colour, evidence={"leave": 0.9})
    with override("en"):
        rows = {each.light.customer.number: each for each in found(anna, now).worse}
    assert {each.rule for each in rows["21"].reasons} == {"about-to-leave", "detractor"}
    assert (rows["21"].leave, rows["22"].leave) == ("", "90.0\xa0%")
    assert rows["22"].at_risk == "€500.00"
