"""The value page: who brings the revenue, with orders, and with contracts alone."""

from __future__ import annotations

import html
import re

import pytest

from bleib.figures.measurement import measure_again
from bleib.figures.tests.histories import NOW, told
from bleib.history.tests.example_facts import line

pytestmark = pytest.mark.slow


@pytest.fixture
def page(client, anna):
    client.force_login(anna)
    return lambda path: html.unescape(client.get(path).content.decode())


def first(text: str, figure: str) -> str:
    return re.findall(rf'href="(/retention/members/\?[^"]*{figure}[^"]*)"', text)[0]


def test_revenue_and_scores_lead_to_their_customers(page, home):
    told(home)
    measure_again(now=NOW)
    text = page("/value/")
    assert "1 customer, together" in page(first(text, "metric=pareto&cell=top_revenue"))
    assert "Customers with recency 4 and frequency 4" in page(first(text, "metric=rfm&cell=customers&r=4&f=4"))
    assert re.search(r'"r": 4, "f": 4,[^}]*"href": "/retention/members/', text)  # the field of the map, too
    assert "How broadly customers buy" not in text  # there are no product groups


def test_with_contracts_alone_only_what_they_say_is_shown(page, home):
    told(home, [line(f"2025-0{n}-01", f"K{n}", f"V{n}", 100, type="contract_started") for n in range(1, 5)])
    measure_again(now=NOW)
    for text in (page("/value/"), page("/retention/")):
        assert "What contracts bring in" in text
        assert "What the revenue hangs on" not in text
    assert "4 customers, together €400.00" in page(first(page("/value/"), "metric=mrr&cell=mrr"))
