"""The console's pages: accessible, silent, readable on a phone, in two languages, light and dark."""

from __future__ import annotations

import pytest
from django.db import transaction

from bleib.accounts import api
from bleib.accounts.models import Invitation
from bleib.accounts.roles import Role
from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD, colleague
from bleib.audit.api import seal
from bleib.worker.api import Job, State, enqueue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lived_in(anna, now):
    """An installation where something happened: colleagues, an invitation, a job that failed."""
    bert = colleague(Role.SALES)
    api.change_role(bert, role=Role.SERVICE, by=anna, now=now)
    api.invite(Invitation(email="cleo@example.com", role=Role.ANALYST, language="de"), by=anna, now=now)
    seal(now=now)
    api.demand_second_factor(Role.MARKETING, by=anna, now=now)
    with transaction.atomic():
        job = enqueue(task="deliver", now=now)
    Job.objects.filter(pk=job.pk).update(state=State.DEAD, reason="The lake did not answer.", finished_at=now)
    return bert


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_every_page(opened, anna, lived_in, lang, scheme, width):
    anna.choose_language(lang)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)
    paths = [
        "/",
        "/colleagues/",
        f"/colleagues/{lived_in.pk}/",
        "/system/",
        "/audit/",
        "/audit/chain/",
        "/privacy/?q=sales",
    ]
    for path in [*paths, f"/privacy/user/{lived_in.pk}/"]:
        page.goto(path)
        assert_fine(page, f"{lang}_console{path.replace('/', '_').replace('?', '_')}")


def test_on_a_phone_a_long_setting_wraps(opened, anna, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    page = opened("/sign-in/", width=390)
    sign_in(page, anna.email, PASSWORD)
    page.wait_for_selector("text=BLEIB_MAIL_URL=smtp")
    assert_fine(page, "start_without_mail")


def test_on_a_phone_the_menu_opens_and_closes_by_keyboard(opened, anna):
    page = opened("/sign-in/", width=390)
    sign_in(page, anna.email, PASSWORD)
    assert not page.is_visible("nav")
    page.focus("[data-opens]")
    page.keyboard.press("Enter")
    assert page.is_visible("nav")
    page.keyboard.press("Escape")
    assert not page.is_visible("nav")


def test_the_first_tab_leads_past_the_menu(opened, anna):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.wait_for_selector(".shell")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_people_are_found_while_typing(opened, anna, lived_in):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.goto("/privacy/")
    page.type("#q", "sales@")
    page.click("#people a")
    assert page.url.endswith(f"/privacy/user/{lived_in.pk}/")


def test_the_audit_log_is_narrowed_without_a_new_page(opened, anna, lived_in):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.goto("/audit/")
    assert page.locator("#entries tbody tr").count() == 3
    page.select_option("select[name=who]", label="Sales")
    page.wait_for_selector("text=No entries fit.")
    assert "who=" in page.url


def test_dark_is_chosen_against_the_device(opened, anna):
    page = opened("/sign-in/", scheme="light")
    sign_in(page, anna.email, PASSWORD)
    page.goto("/me/")
    page.select_option("select[name=theme]", "dark")
    page.click("main form button")
    page.wait_for_selector("text=Saved.")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 20, 20)"
