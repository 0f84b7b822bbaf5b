"""A colleague's way in a real browser: light, reason, facts; by hand and back; a threshold, and another light after."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD
from bleib.customers.api import appear
from bleib.customers.models import Customer
from bleib.figures.api import refresh_figures, show_lights
from bleib.history.api import Change, NewFact, append_pending, record
from bleib.lights.api import Light, judge_everybody
from bleib.tasks.api import Task

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SILENT = 40  # days


@pytest.fixture
def silent(tmp_path, settings, anna, now):
    """Öttersche GmbH, who bought once, and not for 40 days; judged by the rules that everybody starts with."""
    settings.HOME = tmp_path
    bought = now - timedelta(days=SILENT)
    with transaction.atomic():
        record([NewFact("order", "K1", bought, key="1", ref="R77", amount=Decimal(900))], now=now)
    append_pending(now=now)
    for change in Change.objects.fresh():
        appear(change, now=now)
        refresh_figures(change, now=now)
    Customer.objects.update(name="Öttersche GmbH", owner=anna)
    works(now)
    return Customer.objects.get()


def works(now) -> None:
    """What the worker does when rules are others than before."""
    judge_everybody(now=now, then=show_lights)


@pytest.fixture
def signed_in(opened, anna):
    def go(path, **looks):
        page = opened("/sign-in/", **looks)
        sign_in(page, anna.email, PASSWORD)
        page.goto(path)
        return page

    return go


def test_from_the_light_to_the_facts_and_to_a_task(signed_in, silent, anna):
    page = signed_in("/customers/?light=yellow&sort=light")
    page.click("text=Öttersche GmbH")
    page.wait_for_selector("#light >> text=No activity for 40 days")
    page.click("#light >> text=The facts")
    page.wait_for_selector("#timeline >> text=R77")
    page.click("#light >> text=Make it a task")
    page.wait_for_selector("#tasks >> text=No activity for 40 days")
    assert Task.objects.get().owner == anna
    assert not page.said


def test_by_hand_and_back_to_the_rules(signed_in, silent):
    page = signed_in(f"/customers/{silent.pk}/")
    page.click("#light >> text=Set it by hand")
    page.select_option("#light select[name=colour]", "green")
    page.fill("#light textarea[name=reason]", "Moves house until Christmas")
    page.click("#light >> text=Set the light")
    page.wait_for_selector("#light >> text=Moves house until Christmas")
    assert Light.objects.get().colour == "green"
    page.click("#light >> text=Let the rules judge again")
    page.wait_for_selector("#light .light-now .light-yellow")
    assert not page.said


def test_an_edited_threshold_changes_the_light_after_the_worker_passed(signed_in, silent):
    page = signed_in("/lights/")
    page.click("text=30 days without activity")
    page.fill("#c-0-value", "60")
    page.keyboard.press("Tab")
    page.wait_for_selector("#says >> text=at least 60 days ago")
    page.click("text=Show what would change")
    page.wait_for_selector("#trial >> text=The light of 1 customer would be another one.")
    page.click("main form#rule >> text=Save")
    page.wait_for_selector("text=The worker judges everybody anew")
    assert Light.objects.get().colour == "yellow"
    works(timezone.now())
    page.goto(f"/customers/{silent.pk}/")
    page.wait_for_selector("#light .light-now .light-green")
    page.goto("/?since=1")
    page.wait_for_selector("#lights >> text=1 customer recovered")
    assert not page.said


def test_lines_are_added_and_compared_by_what_their_field_is(signed_in, silent):
    page = signed_in("/lights/new-rule/")
    page.fill("[name=name_en]", "Leaves")
    page.select_option("#c-0-field", "notice_running")
    page.wait_for_selector("#c-0-value option[value=yes]", state="attached")
    page.select_option("#c-0-value", "yes")
    page.click("#condition >> text=and …")
    page.wait_for_selector("#c-1-field:focus")
    page.select_option("#c-1-field", "facts:order")
    page.select_option("#c-1-time", "within_days")
    page.fill("#c-1-days", "90")
    page.fill("#c-1-value", "3")
    page.wait_for_selector("#says >> text=90 days")
    page.click("[aria-label='Remove condition 1']")
    page.wait_for_selector("#c-1-field", state="detached")
    assert page.input_value("#c-0-days") == "90"
    assert not page.said


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_pages_of_lights_are_fine(signed_in, silent, anna, lang, scheme, width):
    anna.choose_language(lang)
    page = signed_in("/lights/", lang=lang, scheme=scheme, width=width)
    paths = ("/", "/lights/", "/lights/rules/no-activity/", "/lights/new-set/", f"/customers/{silent.pk}/")
    for path in (*paths, "/customers/?sort=light"):
        page.goto(path)
        assert_fine(page, f"{lang}_light{path.strip('/').replace('/', '_').replace('?', '_')}")
