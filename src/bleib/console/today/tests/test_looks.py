"""Today in a browser: measured and busy, being measured, and new; accessible, and no wider than a phone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD
from bleib.console.today.tests.company import CONTRACTS, busy, imported, scorecard
from bleib.figures.api import set_target

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_a_busy_day(opened, anna, now, lang, scheme, width):
    scorecard(now, CONTRACTS)
    busy(anna, now=now)
    set_target("retention", Decimal(85), by=anna, now=now)
    set_target("retention_regulars", Decimal(75), by=anna, now=now)
    anna.choose_language(lang)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)
    page.wait_for_selector(".tile")
    assert_fine(page, f"{lang}_today")


def test_while_nothing_is_measured_yet(opened, anna, now):
    imported(now)
    page = opened("/sign-in/", width=390)
    sign_in(page, anna.email, PASSWORD)
    page.wait_for_selector("text=no worker is running")
    assert_fine(page, "en_today_waiting")
