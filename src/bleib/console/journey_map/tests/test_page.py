"""The customer journey map: phases, touchpoints and paths, each number with its customers."""

from __future__ import annotations

import html
import re

import pytest

from bleib.figures.measurement import measure_again
from bleib.figures.tests.histories import NOW, orders, told
from bleib.history.tests.example_facts import line


def event(customer: str, day: str, kind: str, **more):
    return line(day, customer, f"{kind}-{customer}-{day}", None, type=kind, **more)


# Adler asks and buys again; Brandt bought, was disappointed in January and is gone; Dorn looked around.
JOURNEYS = [
    *orders("Adler", "2025-09-01", "2026-08-10"),
    event("Adler", "2026-07-20", "visit"),
    event("Adler", "2026-08-01", "case_opened"),
    *orders("Brandt", "2025-12-01"),
    event("Brandt", "2026-01-05", "answer", props='{"kind": "nps", "score": 2}'),
    event("Dorn", "2026-06-05", "visit"),
]


@pytest.fixture
def page(client, anna):
    client.force_login(anna)
    return lambda path: html.unescape(client.get(path).content.decode())


def leading(text: str, *parts: str) -> str:
    """The address of the first link that names all of this."""
    found = re.findall(r'href="(/retention/members/\?[^"]*)"', text)
    return next(each for each in found if all(part in each for part in parts))


def test_every_number_leads_to_its_customers(page, home):
    told(home, JOURNEYS)
    measure_again(now=NOW)
    text = page("/journey-map/")
    assert "1 of 2 customers made their newest purchase with no other touchpoint since the one before" in text
    assert "Most were lost in the phase “Get started”: 1 of 1" in text
    lost = page(leading(text, "cell=last_here", "phase=onboard"))
    assert "Brandt" in lost
    assert "Adler" not in lost
    assert "Dorn" in page(leading(text, "cell=customers", "phase=aware", "touchpoint=visit"))
    asked = page(leading(text, "metric=journey_paths", "from_touchpoint=case_opened", "to_touchpoint=purchase"))
    assert "Customers whose path led from “Case opened” to “Purchase”" in asked
    assert "Adler" in asked


def test_the_page_speaks_german(page, home, anna):
    told(home, JOURNEYS)
    measure_again(now=NOW)
    anna.choose_language("de")
    text = page("/journey-map/")
    for words in ("Landkarte der Kundenreise", "Aufmerksam werden", "Was zum Kauf führt", "Anliegen eröffnet"):
        assert words in text


def test_without_a_history_it_says_what_to_do(page, home):
    assert "Nothing was imported yet" in page("/journey-map/")


def test_where_only_bleib_concluded_something_it_says_what_belongs_here(page, home):
    told(home, [event("Dorn", "2026-06-05", "light_changed", props='{"colour": "red"}')])
    measure_again(now=NOW)
    assert "Nobody had a touchpoint in the last year" in page("/journey-map/")
