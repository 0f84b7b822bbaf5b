"""Of many customers the editor says an estimate, or that it is still counting, or that it takes too long."""

from __future__ import annotations

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.console.segments.tests.company import company
from bleib.console.segments.tests.test_pages import FORM, said
from bleib.segments import counting

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser(client, tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path
    company()
    monkeypatch.setattr(counting, "FEW", 1)
    counting.counting.cache_clear()
    client.force_login(colleague(Role.MARKETING, language="en"))
    return client


def preview(browser, least):
    return said(browser.post("/segments/condition/preview/", FORM | {"c-0-value": str(least)}))


def test_of_many_customers_it_says_an_estimate_with_its_bounds(browser, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 30)
    page = preview(browser, 3)
    assert "roughly" in page
    assert "Estimated from 3 of 3 customers, chosen by chance (100.0 %): most likely between 0 and 2." in page
    assert "Adler AG" in page


def test_it_asks_again_as_long_as_it_is_counted_and_gives_up_in_the_end(browser, monkeypatch):
    monkeypatch.setattr(counting, "WAIT", 0)
    page = preview(browser, 2)
    assert 'hx-trigger="load delay:1s"' in page
    monkeypatch.setattr(counting, "LIMIT", 0)
    monkeypatch.setattr(counting, "KEPT", 1000)
    assert "takes too long to count" in preview(browser, 1)
