"""The settings in a browser: accessible, and no wider than a phone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD
from bleib.customers.fields import add_field
from bleib.customers.models import Customer, ProductGroup, Tag
from bleib.figures.api import set_target
from bleib.figures.counting import look_for_codes, set_non_goods
from bleib.figures.tests.histories import told
from bleib.figures.tests.test_counting import FREIGHT
from bleib.history.sources.presets import save_preset
from bleib.profiling.api import want

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "", "company", "language", "currency", "time-zone", "roles", "targets", "goods", "fields", "fields/{field}",
    "wanted", "wanted/{wanted}", "tags", "tags/{tag}", "groups", "groups/{group}", "acquisition", "presets",
)  # fmt: skip


@pytest.fixture
def lived_in(home, anna, now):
    """Something of everything; returns the numbers of one each."""
    told(home, FREIGHT)
    set_non_goods(["Porto"], by=anna, now=now)
    look_for_codes(now=now)
    set_target("retention", Decimal(85), by=anna, now=now)
    set_target("mrr", Decimal(120_000), slice_by="country", slice_value="DE", by=anna, now=now)
    field = add_field(label="Betriebsgröße", kind="choice", choices=["klein", "groß"], by=anna, now=now)
    add_field(label="Kunde seit der Gründung der Niederlassung", kind="date", by=anna, now=now)
    customer = Customer.objects.create(number="1", acquired_through="Hannover Messe 2026", country="DE", created_at=now)
    tag = Tag.objects.create(name="VIP")
    customer.tags.add(tag, Tag.objects.create(name="Donaudampfschifffahrtsgesellschaftskapitän"))
    save_preset("shop", home / "presets", {"order": "Bestellnr"})
    group = ProductGroup.objects.create(name="Werkzeug")
    wanted = want("customer", "industry", question_de="Branche?", question_en="", by=anna, now=now)
    want("contact", "phone", question_de="Unter welcher Nummer?", question_en="Which number?", by=anna, now=now)
    return {"wanted": wanted.pk, "field": field.pk, "tag": tag.pk, "group": group.pk}


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_every_page(opened, anna, lived_in, lang, scheme, width):
    anna.choose_language(lang)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)
    for path in PAGES:
        address = f"/settings/{path.format(**lived_in)}"
        page.goto(address if address.endswith("/") else f"{address}/")
        assert_fine(page, f"{lang}_settings_{path.split('/')[0]}{'_one' if '{' in path else ''}")


def test_a_field_is_defined_by_keyboard(opened, anna, home):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.goto("/settings/fields/")
    page.focus("[name=label]")
    page.keyboard.type("Größe")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Saved.")
    assert page.locator("tbody th a").inner_text() == "Größe"
