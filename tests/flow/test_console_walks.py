"""What colleagues do in the console from end to end, in a real Chromium, with a whole company in it.

Importing a Windows-1252 file with corrected columns: src/bleib/console/imports/tests/test_browser.py.
"""

from __future__ import annotations

import csv
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from bleib.accounts.tests.browsing import sign_in
from bleib.demo import cast
from bleib.demo.colleagues import COLLEAGUES
from tests.console_browser import go

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLARA = next(each.email for each in COLLEAGUES if each.role == "marketing")
SECONDS = 30  # for which a code of the second factor is good


def give_password_again(page, demo):
    page.fill("input[name=password]", demo.password)
    with page.expect_navigation():
        page.click("main form:has(input[name=password]) button")


def code(secret: str, *, later: int = 0) -> str:
    """What an app on the telephone shows; each is taken once, so the next one comes `later`."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // SECONDS + later))


def test_signing_in_takes_password_and_the_telephones_code(console, demo):
    page = console.open("/me/second-factor/totp/activate/", who=CLARA)
    give_password_again(page, demo)
    secret = page.get_attribute("main img[alt]", "alt")
    page.fill("input[name=code]", code(secret))
    with page.expect_navigation():
        page.click("form:has(input[name=code]) button")
    again = console.open_signed_out()
    sign_in(again, CLARA, demo.password)
    assert again.url.endswith("/me/second-factor/authenticate/")
    again.fill("input[name=code]", code(secret, later=1))
    with again.expect_navigation():
        again.click("form:has(input[name=code]) button")
    again.wait_for_selector("text=Clara Conrad")


def test_from_a_cell_of_the_cohorts_to_an_order(console):
    page = console.open()
    go(page, "/retention/")
    page.click("table:has(#cohorts-table) a >> nth=3")
    people = page.locator("main table tbody th a")
    assert people.count() > 0
    people.first.click()
    page.wait_for_selector("#timeline li")
    assert "RE2" in page.inner_text("#timeline")


def test_a_list_is_exported_as_it_is_filtered(console, tmp_path):
    page = console.open("/customers/?contract=yes&country=AT")
    shown = int(page.inner_text("#found .count").split()[0])
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    with page.expect_download() as download:
        page.click("button[name=format][value=csv]")
    download.value.save_as(tmp_path / "list.csv")
    lines = (tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(list(csv.reader(lines))) == shown + 1


def test_two_records_of_one_company_are_merged_and_are_two_again(console):
    page = console.open("/customers/duplicates/")
    pair = page.locator("main tbody tr", has_text=cast.TWICE.number)
    pair.get_by_role("link", name="Merge…").click()
    page.get_by_role("button", name="Merge", exact=True).click()
    page.goto(f"/customers/?q={cast.TWICE_AGAIN.number}")
    assert page.locator("main tbody tr").count() == 0
    page.goto(f"/customers/?q={cast.TWICE.number}")
    page.click("main tbody th a")
    page.goto(f"{page.url.split('?')[0]}merge/")
    page.get_by_role("button", name="Undo").click()
    page.goto(f"/customers/?q={cast.TWICE_AGAIN.number}")
    assert page.locator("main tbody tr").count() == 1


def test_the_language_is_changed_on_ones_own_page(console):
    page = console.open("/", lang="de")
    assert page.get_attribute("html", "lang") == "de"
    page.goto("/me/")
    page.select_option("select[name=language]", "en")
    with page.expect_navigation():
        page.click("form:has(select[name=language]) button")
    assert page.get_attribute("html", "lang") == "en"


def test_a_customer_is_found_without_a_mouse(console):
    page = console.open("/tasks/")
    page.keyboard.press("/")
    page.keyboard.type("Nordwerft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    result = page.get_by_role("link", name=cast.GIANT.name).first
    result.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h1:has-text('{cast.GIANT.name}')")


def test_on_a_phone_every_page_is_two_touches_away(console):
    page = console.open("/", width=390)
    assert not page.is_visible("nav >> nth=0")
    page.click("[data-opens]")
    page.click("nav a[href='/customers/']")
    page.wait_for_selector("h1")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_person_is_erased_after_the_password_was_given_again(console, demo):
    page = console.open("/customers/?q=30043")
    page.click("main tbody th a")
    page.wait_for_selector("#timeline li")
    customer = page.url
    page.click("main a[href^='/privacy/contact/'] >> nth=0")
    name = page.inner_text("h1")
    page.check("input[name=sure]")
    page.click("form[action$='/erase/'] button")
    give_password_again(page, demo)
    page.wait_for_selector("text=Erased.")
    page.goto(customer)
    assert name not in page.inner_text("main")
