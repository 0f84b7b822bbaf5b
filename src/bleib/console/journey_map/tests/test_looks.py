"""The map in a browser: drawn, readable without a mouse and without a picture, accessible, no wider than a phone."""

from __future__ import annotations

import pytest

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD
from bleib.console.journey_map.tests.journeys import JOURNEYS, hundred
from bleib.figures.measurement import measure_again
from bleib.figures.tests.histories import NOW, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def measured(home):
    told(home, [*JOURNEYS, *hundred()])
    measure_again(now=NOW)


@pytest.fixture
def the_map(opened, anna, measured):
    """A function that opens the map with its charts drawn."""

    def open_map(*, lang="en", **look):
        anna.choose_language(lang)
        page = opened("/sign-in/", lang=lang, **look)
        sign_in(page, anna.email, PASSWORD)
        page.goto("/journey-map/")
        page.wait_for_selector("[data-chart=paths-churn] svg")
        return page

    return open_map


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_every_chart_is_drawn_and_nothing_is_wrong(the_map, lang, scheme, width):
    page = the_map(lang=lang, scheme=scheme, width=width)
    for chart, drawn in (("phases", "rect"), ("paths-purchase", "area"), ("paths-churn", "area")):
        assert page.locator(f"[data-chart={chart}] svg .mark-{drawn} path").count(), chart
    assert_fine(page, f"{lang}_journey_map")


def test_a_ribbon_leads_to_those_who_went_that_way(the_map):
    page = the_map()
    page.locator("[data-chart=paths-churn] svg .mark-area path").last.click()
    page.wait_for_url("**/retention/members/**")
    assert "whose path led from “Survey answer” to “Silence”" in page.inner_text("main")
    assert "Brandt" in page.inner_text("main")


def test_without_a_mouse_the_table_leads_to_the_same(the_map):
    page = the_map()
    figure = page.locator("figure", has=page.locator("[data-chart=paths-churn]"))
    figure.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "A":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/retention/members/**cell=customers**")
    assert "30 customers" in page.inner_text("main")


def test_making_a_task_of_it_says_so(the_map):
    page = the_map()
    page.get_by_role("button", name="Make it a task").click()
    page.wait_for_selector("text=It is among your tasks now")
