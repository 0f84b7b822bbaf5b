"""Sources on their pages: connected, their key shown once, their events' rules seen and edited, revoked."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD
from bleib.audit.api import Entry
from bleib.console.connections import fact_words
from bleib.console.connections.source_forms import RuleForm
from bleib.history.fact_types import TYPES
from bleib.ingest.api import COLUMNS, EventRule, Source, allowed_types, connect, signing_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now):
    return connect(name="Shop", by=None, now=now)[0]


@pytest.fixture
def rule(shop, now):
    return EventRule.objects.create(
        source=shop, kind="track", name="Order Paid", count=1234, faulty=2, fault="no_order_number",
        columns={"product": "name"}, first_seen_at=now, last_seen_at=now,
    )  # fmt: skip


def test_a_new_source_shows_its_key_once(confirmed):
    asked = {"name": "Website", "kind": "public", "newcomers": "wait", "needs_consent": "on"}
    shown = confirmed.post("/connections/events/new/", asked).content.decode()
    source = Source.objects.get()
    write_key = shown.split('id="secret" readonly value="')[1].split('"')[0]
    assert Source.objects.of_write_key(write_key) == source
    assert (source.is_public, source.needs_consent) == (True, True)
    assert "t/bleib.js" in shown
    for page in ("/connections/events/", f"/connections/events/{source.pk}/"):
        later = confirmed.get(page).content.decode()
        assert source.shown in later
        assert write_key not in later


def test_a_website_that_signs_is_shown_the_key_to_sign_with(confirmed):
    asked = {"name": "Website", "kind": "public", "newcomers": "wait", "needs_signature": "on"}
    shown = confirmed.post("/connections/events/new/", asked).content.decode()
    source = Source.objects.get()
    assert source.needs_signature
    assert f'id="signing" readonly value="{signing_key(source)}"' in shown
    assert signing_key(source) not in confirmed.get(f"/connections/events/{source.pk}/").content.decode()


@pytest.mark.parametrize("strangers", [{"kind": "public"}, {"kind": "secret", "needs_signature": "on"}])
def test_of_what_strangers_report_nobody_is_made(confirmed, strangers):
    shown = confirmed.post("/connections/events/new/", {"name": "Website", "newcomers": "person"} | strangers)
    assert "Strangers could invent people here" in shown.content.decode()
    assert not Source.objects.exists()


def test_connecting_asks_for_the_password_again(client, anna):
    client.force_login(anna)
    answer = client.post("/connections/events/new/", {"name": "X", "kind": "secret", "newcomers": "wait"})
    assert answer.url.startswith("/sign-in/again/")
    assert not Source.objects.exists()


def test_events_are_listed_with_what_they_become_and_why_some_did_not_fit(client, anna, rule):
    client.force_login(anna)
    shown = client.get(f"/connections/events/{rule.source_id}/").content.decode()
    assert all(
        text in shown for text in ("Order Paid", "1,234", "Usage", "not decided", "number of the order is missing")
    )


def test_the_form_has_the_fields_of_the_type_that_is_chosen(client, anna, rule):
    client.force_login(anna)
    page = f"/connections/events/rules/{rule.pk}/"
    assert 'name="seconds"' in client.get(page).content.decode()
    orders = client.get(page, {"type": "order"}).content.decode()
    assert 'name="amount"' in orders
    assert 'name="seconds"' not in orders
    assert 'name="each"' not in client.get(page, {"type": ""}).content.decode()


def test_a_rule_is_edited_and_stands_in_the_log(client, anna, rule):
    client.force_login(anna)
    told = {"type": "order", "each": "properties.lines", "amount": "item.sum", "ref": "properties.number"}
    assert client.post(f"/connections/events/rules/{rule.pk}/", told).status_code == 302
    rule.refresh_from_db()
    assert (rule.type, rule.each, rule.decided_by) == ("order", "properties.lines", anna)
    assert rule.columns == {"amount": "item.sum", "ref": "properties.number"}
    assert Entry.objects.get(verb="event_rule.changed").data["subject"] == "Order Paid"


def test_what_is_wrong_stands_by_its_field(client, anna, rule):
    client.force_login(anna)
    shown = client.post(f"/connections/events/rules/{rule.pk}/", {"type": "order", "amount": "1 + 1"})
    assert shown.status_code == 200
    assert "no place in an event" in shown.content.decode()
    rule.refresh_from_db()
    assert rule.type == "usage"


def test_revoked_a_source_says_so_and_another_key_opens_it_again(confirmed, shop):
    confirmed.post(f"/connections/events/{shop.pk}/revoke/")
    assert "revoked" in confirmed.get(f"/connections/events/{shop.pk}/").content.decode()
    assert "Copy this write key now" in confirmed.post(f"/connections/events/{shop.pk}/key/").content.decode()
    shop.refresh_from_db()
    assert shop.revoked_at is None


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_pages_are_fine_and_a_rule_shows_the_fields_of_its_type(opened, anna, rule, lang, scheme, width):
    anna.language = lang
    anna.save()
    page = opened(lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)
    for name, path in (("sources", ""), ("source", f"{rule.source_id}/")):
        page.goto(f"/connections/events/{path}")
        assert_fine(page, f"{name}-{lang}-{width}")
    page.goto(f"/connections/events/rules/{rule.pk}/")
    page.select_option("select[name=type]", "order")
    page.wait_for_selector("input[name=amount]")
    page.fill("input[name=ref]", "properties.number")
    assert_fine(page, f"event-order-{lang}-{width}")
    with page.expect_navigation():
        page.click("#rule button.btn-primary")
    rule.refresh_from_db()
    assert (rule.type, rule.columns["ref"]) == ("order", "properties.number")


def test_help_in_the_form_is_in_the_readers_language(rule):
    with override("de"):
        fields = RuleForm(rule=rule, type_="usage").fields
    assert fields["product"].help_text == "Produkt oder Funktion"
    assert fields["seconds"].help_text == "wie lange es genutzt wurde (in Sekunden)"


def test_everything_that_the_registry_says_has_german_words(shop):
    kinds = [TYPES[name] for name in allowed_types(shop)]
    columns = {told for kind in kinds for name in COLUMNS if (told := getattr(kind, name))}
    props = [prop for kind in kinds for prop in kind.props]
    assert columns | {prop.meaning for prop in props} == set(fact_words.MEANINGS)
    assert {prop.unit for prop in props if prop.unit} == set(fact_words.UNITS)
    with override("de"):
        assert all(fact_words.meaning(told) != told for told in (*fact_words.MEANINGS, *fact_words.UNITS.values()))
