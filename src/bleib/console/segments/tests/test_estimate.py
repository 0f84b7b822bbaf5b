"""Of many customers the editor says an estimate, or that it is still counting, or that it takes too long."""

from __future__ import annotations

import time

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.console.segments.tests.company import company
from bleib.console.segments.tests.test_pages import FORM, said
from bleib.segments import counting
from bleib.segments.tests.test_counting import ENDLESS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser(client, tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path
    company()
    monkeypatch.setattr(counting, "FEW", 1)
    counting.counting.cache_clear()
    client.force_login(colleague(Role.MARKETING, language="en"))
    return client


def preview(browser, least, **headers):
    return said(asked(browser, least, **headers))


def asked(browser, least, **headers):
    return browser.post("/segments/condition/preview/", FORM | {"c-0-value": str(least)}, headers=headers)


def test_of_many_customers_it_says_an_estimate_with_its_bounds(browser, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 30)
    page = preview(browser, 3)
    assert "roughly" in page
    assert "Estimated from 3 of 3 customers, chosen by chance (100.0 %): most likely between 0 and 2." in page
    assert "Adler AG" in page


def test_it_asks_again_as_long_as_it_is_counted_and_gives_up_in_the_end(browser, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 0)
    page = preview(browser, 2)
    assert 'id="counting"' in page
    assert 'hx-trigger="every 1s"' in page
    monkeypatch.setattr(counting, "WAIT", 30)
    monkeypatch.setattr(counting, "LIMIT", 0.1)
    monkeypatch.setattr(counting, "estimated", lambda sample, *_given, **_named: sample.asking.engine.run(ENDLESS))
    page = preview(browser, 1)
    assert "takes too long to count" in page
    assert "every 1s" not in page


def test_while_it_is_counted_the_page_is_not_said_again(browser, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 0.01)
    monkeypatch.setattr(counting.Counting, "_count", lambda *_given, **_named: time.sleep(1))
    assert "Counting …" in preview(browser, 2)
    assert asked(browser, 2, hx_request="true", hx_trigger="counting").status_code == 204
    assert "Counting …" in preview(browser, 2, hx_request="true", hx_trigger="preview")


def test_what_cannot_be_counted_is_said_and_asks_no_more(browser, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 30)
    monkeypatch.setattr(counting, "estimated", lambda *_given, **_named: 1 // 0)
    page = preview(browser, 2)
    assert "could not be counted just now" in page
    assert "every 1s" not in page
