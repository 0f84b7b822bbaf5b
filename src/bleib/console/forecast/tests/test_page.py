"""The forecast page: honest while there is nothing, and one sentence and one chart that anyone can read."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.models import Entry
from bleib.console.forecast.tests.forecasts import forecast, recorded
from bleib.figures.tests.histories import NOW, told
from bleib.forecast.backtest.record import Colour
from bleib.forecast.backtest.tests.sample import SAMPLE
from bleib.outlook.models import Record, Run
from bleib.worker.models import Job


@pytest.fixture
def page(client, anna, home):
    client.force_login(anna)
    return lambda path="/forecast/", **more: html.unescape(client.get(path, **more).content.decode())


def test_without_a_history_it_says_what_to_do(page):
    text = page()
    assert "Nothing was imported yet" in text
    assert 'href="/imports/"' in text


def test_before_the_first_forecast_it_waits_for_the_worker(page, home):
    told(home)
    assert "none is running" in page()
    assert page(headers={"HX-Request": "true"}) == ""  # nothing yet


def test_what_cannot_be_forecast_says_why(page, home):
    told(home)
    remark = {"code": "few_leavers", "values": {"left": 4, "needed": 20}}
    made = {"made_at": NOW, "as_of": NOW.date(), "horizon": 90, "made_by": "1", "shortfall": "few_leavers"}
    Run.objects.create(completed_at=NOW, card={"remarks": [remark]}, **made)
    Record.objects.create(backtest={"remarks": [remark]}, **made)
    text = page()
    assert "There is no new forecast: Logistic regression: 4 customers left" in text
    assert "could not be tested on earlier days yet: Logistic" in text


@pytest.mark.slow
def test_it_says_what_is_to_come_and_who_is_likely_to_leave(page, home):
    told(home)
    forecast(Adler=0.2, Brandt=0.7)
    text = page()
    assert "In the next 90 days 1 of 2 customers are likely to leave" in text
    assert "between €4,100.00 and €6,300.00" in text
    assert text.index("Brandt") < text.index("Adler")  # most revenue at risk first
    assert "in 84 of 100 cases" in text
    assert "Boosted trees: they rank better" in text


@pytest.mark.slow
def test_the_record_is_a_sentence_that_anyone_can_read(page, home):
    told(home)
    forecast(Adler=0.2)
    recorded()
    text = page()
    assert "61\u00a0%" in text or "61 %" in text
    assert "for 10 weeks or longer" in text
    assert "yellow begins at 42.0\u00a0%, red at 71.0\u00a0%" in text
    assert "Days since the last order" in text
    assert "0.82 (0.8 – 0.84)" in text


@pytest.mark.slow
def test_rules_whose_red_tells_less_than_their_yellow_are_pointed_at(page, home):
    told(home)
    forecast(Adler=0.2)
    recorded(replace(SAMPLE, colours=tuple(replace(each, left=0) for each in SAMPLE.colours if each.light == "red")))
    assert "deserve a look" not in page()
    recorded(replace(SAMPLE, colours=tuple(_harmless_if_red(each) for each in SAMPLE.colours)))
    assert "rules that turn somebody red deserve a look" in page()


def _harmless_if_red(colour: Colour) -> Colour:
    return replace(colour, left=0) if colour.light == "red" else colour


@pytest.mark.slow
def test_earlier_forecasts_stay(page, home):
    told(home)
    forecast(Adler=0.2)
    recorded()
    text = page("/forecast/earlier/")
    assert "boosted decision trees" in text
    assert "Red ones that left" in text


def test_the_list_is_sorted_and_exported_with_an_entry_in_the_audit_log(page, client, home):
    told(home)
    forecast(Adler=0.2, Brandt=0.7)
    assert page("/forecast/leaving/?sort=leave&page=99999999999").count("at_risk") == 1
    answer = client.post("/forecast/leaving/export/", {"sort": "leave"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Brandt", "Adler"]
    assert Entry.objects.filter(verb="customers.exported").exists()


@pytest.mark.slow
def test_who_may_not_see_customers_sees_none(client, home):
    told(home)
    forecast(Adler=0.2)
    client.force_login(colleague(Role.AUDITOR))
    text = client.get("/forecast/").content.decode()
    assert "likely to leave" in text
    assert "Adler" not in text
    assert client.get("/forecast/leaving/").status_code == 403


def test_somebody_asks_for_a_new_one(page, client, home):
    told(home)
    client.post("/forecast/again/")
    assert list(Job.objects.filter(schedule="").order_by("pk").values_list("task", flat=True)) == [
        "forecast-soon", "backtest-soon",
    ]  # fmt: skip
