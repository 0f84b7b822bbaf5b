"""The retention page while little or nothing is known: it says what to do, and hears when there is more."""

from __future__ import annotations

import html

import pytest

from bleib.figures.measurement import measure, measure_again
from bleib.figures.models import Measurement
from bleib.figures.tests.histories import NOW, orders, told

pytestmark = pytest.mark.slow


@pytest.fixture
def page(client, anna):
    client.force_login(anna)
    return lambda path: html.unescape(client.get(path).content.decode())


def test_where_nothing_was_imported_it_says_what_to_do(page, home):
    assert "Nothing was imported yet" in page("/retention/")
    assert "Nothing was imported yet" in page("/value/")


def test_without_a_worker_it_says_how_to_start_one(page, home):
    told(home)
    assert "no worker is running" in page("/retention/")
    assert Measurement.objects.count() == 1


def test_a_waiting_page_hears_when_it_is_measured(client, anna, home):
    told(home)
    client.force_login(anna)
    assert client.get("/retention/", headers={"HX-Request": "true"}).status_code == 204
    measure(now=NOW)
    assert client.get("/retention/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_a_single_order_looks_right(page, home):
    told(home, orders("Eder", "2025-02-11"))
    measure_again(now=NOW)
    assert "Retention" in page("/retention/")
    assert "Value" in page("/value/")
