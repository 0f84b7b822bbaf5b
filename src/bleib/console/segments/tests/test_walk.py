"""A colleague's way in a real browser: a segment with groups and facts, counted while it is typed, filled, listed."""

from __future__ import annotations

from threading import Event

import pytest
from django.utils import timezone

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD
from bleib.console.segments.tests.company import company
from bleib.segments import counting
from bleib.segments.api import Segment, fill_everybody

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CONDITION = {
    "all": [
        {"facts": "order", "where": {"amount": {"at_least": 50}}, "within_days": 365, "count": {"at_least": 2}},
        {"any": [{"field": "in_segment", "has": "regulars"}, {"not": {"field": "country", "is": "AT"}}]},
    ]
}  # fmt: skip


@pytest.fixture
def signed_in(opened, anna, tmp_path, settings):
    settings.HOME = tmp_path
    company()

    def go(path, **looks):
        page = opened("/sign-in/", **looks)
        sign_in(page, anna.email, PASSWORD)
        page.goto(path)
        return page

    return go


def test_a_segment_is_typed_counted_saved_filled_and_listed(signed_in):
    page = signed_in("/segments/")
    page.click("main >> text=New segment >> nth=0")
    page.fill("[name=name_en]", "Two big orders")
    orders(page)
    group(page)
    page.wait_for_selector("#says >> text=at least 2 orders with amount from €50")
    page.wait_for_selector("#preview >> text=customer meets it now")
    page.wait_for_selector("#preview >> text=Adler AG")
    page.click("main form#segment >> text=Save")
    page.wait_for_selector("h1 >> text=Two big orders")
    assert Segment.objects.get(key="two-big-orders").condition == CONDITION
    fill_everybody(now=timezone.now())
    page.reload()
    page.click("text=In the list of customers")
    page.wait_for_selector("table.customers >> text=Adler AG")
    assert page.locator("table.customers tbody tr").count() == 1
    assert not page.said


def test_a_page_that_waits_says_so_once_and_then_the_number(signed_in, monkeypatch):
    counted, go = counting.estimated, Event()
    monkeypatch.setattr(counting, "FEW", 1)
    monkeypatch.setattr(counting, "estimated", lambda *given, **named: go.wait(60) and counted(*given, **named))
    counting.counting.cache_clear()
    page = signed_in("/segments/regulars/edit/")
    page.wait_for_selector("#counting")
    page.evaluate("document.querySelector('#counting').marked = true")
    page.wait_for_timeout(2200)  # it asked again twice
    assert page.evaluate("document.querySelector('#counting').marked")
    go.set()
    page.wait_for_selector("#preview >> text=customer meets it now")
    assert not page.said


def test_what_was_typed_and_drawn_larger_survives_the_next_line(signed_in):
    page = signed_in("/segments/new/")
    page.select_option("#c-0-field", "industry")
    page.select_option("#c-0-op", "in")
    page.fill("textarea#c-0-value", "Metall\nHolz")
    page.evaluate("document.querySelector('textarea#c-0-value').style.height = '200px'")
    page.click("#c-add")
    page.wait_for_selector("#c-1-field:focus")
    assert page.input_value("textarea#c-0-value") == "Metall\nHolz"
    assert not page.said


def orders(page) -> None:
    """The first line: at least two orders from 50 on within a year."""
    page.select_option("#c-0-field", "facts:order")
    page.fill("#c-0-value", "2")
    page.select_option("#c-0-time", "within_days")
    page.fill("#c-0-days", "none")
    page.wait_for_selector("#c-0-days-error >> text=Write a whole number from 1")
    page.fill("#c-0-days", "365")
    page.click(".happened >> text=with …")
    page.wait_for_selector("#c-0-w0-name:focus")
    page.select_option("#c-0-w0-name", "amount")
    page.fill("#c-0-w0-value", "50")


def group(page) -> None:
    """A group, by keyboard where a mouse is not needed: a regular, or not from Austria."""
    page.click("#condition >> text=Group of conditions")
    page.wait_for_selector("#c-1-0-field:focus")
    page.select_option("#c-1-0-field", "in_segment")
    page.select_option("#c-1-0-value", "regulars")
    page.focus("#c-1-add")
    page.keyboard.press("Enter")
    page.wait_for_selector("#c-1-1-field:focus")
    page.select_option("#c-1-1-field", "country")
    page.select_option("#c-1-1-holds", "no")
    page.fill("#c-1-1-value", "AT")


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_pages_of_segments_are_fine(signed_in, anna, lang, scheme, width):
    anna.choose_language(lang)
    page = signed_in("/segments/", lang=lang, scheme=scheme, width=width)
    for path in ("/segments/", "/segments/regulars/", "/segments/top-20/edit/", "/segments/new/"):
        page.goto(path)
        page.wait_for_selector("#previewed, table", state="attached")
        assert_fine(page, f"{lang}_{path.strip('/').replace('/', '_')}")
