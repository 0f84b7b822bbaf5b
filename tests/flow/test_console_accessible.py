"""Every page of the console with a whole company in it: nothing for axe to find, nothing wider than the screen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bleib.accounts.tests.browsing import SHOTS, violations
from tests.console_browser import go
from tests.console_pages import find_pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEAST = 40  # fewer pages: whatever found them is broken
LOOKS = [("en", "light", 1440), ("de", "dark", 390), ("de", "light", 390), ("en", "dark", 1440)]


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_every_page(console, lang, scheme, width):
    page = console.open(lang=lang, scheme=scheme, width=width)
    pages = find_pages(page.context.request)
    assert len(pages) >= LEAST
    found = {}
    for each in pages:
        page.said.clear()
        go(page, each.path)
        picture(page, f"{lang}_{scheme}_{width}_{each.name}")
        if complaints := first_of_each(page):
            found[f"{each.name} {each.path[:60]}"] = complaints
    assert found == {}


def test_the_pages_before_signing_in(console):
    page = console.open_signed_out(lang="de", scheme="dark", width=390)
    for each in find_pages(page.context.request):
        go(page, each.path)
        picture(page, f"signed_out_{each.name}")
        assert first_of_each(page) == []


def first_of_each(page):
    """What axe complains of, each rule once with how often; what the browser said; and whether it scrolls sideways."""
    complaints = violations(page)
    rules = Counter(each.partition(":")[0] for each in complaints)
    first = {each.partition(":")[0]: each for each in reversed(complaints)}
    wide = not page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return [f"{rules[rule]}x {each}" for rule, each in first.items()] + page.said + ["scrolls sideways"] * wide


def picture(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name.replace(':', '_')}.png", full_page=True)
