"""Segments on their pages: listed with a sentence, shown with their members, edited, tried, removed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from bleib.accounts.models import User
from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.models import Entry
from bleib.console.conditions.tests.pressed import pressed
from bleib.console.segments.tests.company import company
from bleib.customers.models import Contact, Customer
from bleib.figures.api import SavedView, set_target
from bleib.segments.api import Segment, export_segments, fill_everybody, keep_segment

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LINE = {"c-0-kind": "leaf", "c-0-field": "orders", "c-0-op": "at_least", "c-0-value": "3"}
FORM = {"name_en": "Often", "subject": "customer", "do": "save"} | LINE


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def filled(home):
    company()


@pytest.fixture
def browser(client):
    client.force_login(colleague(Role.MARKETING, language="en"))
    return client


def said(page) -> str:
    return page.content.decode()


def test_the_list_says_who_meets_each_and_how_many(browser):
    page = said(browser.get("/segments/"))
    assert "At least 2 orders in all." in page
    assert "Regulars" in page
    assert "A segment of your own answers a question" in page
    assert page.index("Segments of your own") < page.index("Ready-made")


def test_a_segment_shows_its_members_and_whom_it_shares(browser, filled):
    page = said(browser.get("/segments/regulars/"))
    assert "Adler AG" in page
    assert "Birke GmbH" not in page
    assert "/customers/?segment=regulars" in page


def test_who_may_not_see_customers_sees_numbers_only(client, filled):
    client.force_login(colleague(Role.AUDITOR, language="en"))
    page = said(client.get("/segments/regulars/"))
    assert "Adler AG" not in page
    assert "At least 2 orders in all." in page
    assert client.get("/segments/new/").status_code == 403
    assert client.post("/segments/regulars/remove/", {"sure": "yes"}).status_code == 403


def test_a_segment_is_made_and_changed(browser):
    answer = browser.post("/segments/new/", FORM, follow=True)
    assert answer.redirect_chain[-1][0] == "/segments/often/"
    assert "The worker looks who belongs to it" in said(answer)
    browser.post("/segments/often/edit/", FORM | {"name_de": "Oft", "c-0-value": "4"})
    found = Segment.objects.get(key="often")
    assert (found.name_de, found.condition) == ("Oft", {"field": "orders", "at_least": 4})


def test_what_is_wrong_stands_by_its_input_and_nothing_is_kept(browser):
    page = said(browser.post("/segments/new/", FORM | {"name_en": "", "c-0-value": "many"}))
    assert "“many” is no number." in page
    assert "Give it a name, in one language at least." in page
    assert Segment.objects.filter(ready_made=False).count() == 0


def test_while_it_is_typed_it_says_how_many_would_belong_to_it(browser, filled):
    page = said(browser.post("/segments/condition/preview/", FORM))
    assert "<strong>1</strong>" in page
    assert "Adler AG" in page
    assert "customer meets it now." in page
    assert "At least 3 orders in all." in said(browser.post("/segments/condition/lines/", FORM))
    assert Segment.objects.filter(ready_made=False).count() == 0


def test_before_anything_was_imported_it_holds_for_nobody(browser):
    assert "<strong>0</strong>" in said(browser.post("/segments/condition/preview/", FORM))


def test_an_incomplete_condition_counts_nobody(browser):
    assert "<strong>" not in said(browser.post("/segments/condition/preview/", FORM | {"c-0-value": ""}))


@pytest.mark.parametrize(
    "address", ["condition/preview/", "condition/lines/", "regulars/remove/", "regulars/switch/", "file/take/"]
)
def test_a_link_changes_nothing(browser, address):
    assert browser.get(f"/segments/{address}").status_code == 405


def test_contacts_have_words_of_their_own(browser):
    page = said(browser.post("/segments/condition/lines/", {"subject": "contact", "c-0-kind": "leaf"}))
    assert 'value="contact_roles"' in page
    assert 'value="contact_roles"' not in said(browser.post("/segments/condition/lines/", {"c-0-kind": "leaf"}))


def test_a_segment_asks_for_others_but_not_for_itself(browser):
    asked = {"c-0-field": "in_segment", "c-0-op": "has", "c-0-value": "regulars", "own": "top-20"}
    page = said(browser.post("/segments/condition/lines/", LINE | asked))
    assert 'value="regulars" selected' in page
    assert 'value="top-20"' not in page
    browser.post("/segments/new/", FORM | asked)
    assert "Often" in said(browser.get("/segments/regulars/"))


def test_a_circle_is_told_with_its_path(browser):
    asked = {"c-0-field": "in_segment", "c-0-op": "has", "c-0-value": "regulars"}
    browser.post("/segments/new/", FORM | asked)
    page = said(browser.post("/segments/regulars/edit/", FORM | asked | {"c-0-value": "often"}))
    assert "in a circle: Regulars → Often → Regulars." in page
    assert Segment.objects.get(key="regulars").condition == {"field": "orders", "at_least": 2}


def test_a_segment_that_others_ask_for_is_not_removed(browser):
    browser.post("/segments/new/", FORM | {"c-0-field": "in_segment", "c-0-op": "has", "c-0-value": "regulars"})
    page = said(browser.post("/segments/regulars/remove/", {"sure": "yes"}, follow=True))
    assert "Other segments ask for this one: Often." in page
    assert "cannot be removed as long as other segments ask for it" in page
    browser.post("/segments/often/remove/", {})
    assert Segment.objects.filter(key="often").exists()
    browser.post("/segments/often/remove/", {"sure": "yes"})
    assert not Segment.objects.filter(key="often").exists()


def test_it_is_switched_off_and_on(browser):
    browser.post("/segments/sleeping/switch/", {"active": "no"})
    assert "switched off" in said(browser.get("/segments/"))
    browser.post("/segments/sleeping/switch/", {"active": "yes"})
    assert Segment.objects.get(key="sleeping").is_active


def test_all_segments_go_out_as_a_file(browser):
    assert said(browser.get("/segments/file/")) == export_segments()


def test_a_file_shows_first_what_it_would_do(browser):
    SavedView.objects.create(
        owner=colleague(Role.SALES), name="Mine", query="segment=promoters", saved_at=timezone.now()
    )
    text = said(browser.get("/segments/file/")).replace("at_least: 2", "at_least: 3", 1)
    text = text[: text.index("- key: promoters")] + text[text.index("- key: referrers") :]
    page = said(browser.post("/segments/file/try/", {"text": text}))
    assert "<code>regulars</code>" in page
    assert "At least 2 orders in all → At least 3 orders in all" in page
    assert "“Promoters” would be removed and is used here" in page
    assert "1 saved list you cannot open" in page
    assert Segment.objects.filter(key="promoters").exists()
    browser.post("/segments/file/take/", pressed(browser, "/segments/file/try/", text))
    assert Segment.objects.get(key="regulars").condition == {"field": "orders", "at_least": 3}
    assert not Segment.objects.filter(key="promoters").exists()


def test_a_file_removes_nothing_that_came_after_it_was_shown(browser):
    sent = pressed(browser, "/segments/file/try/", export_segments().replace("at_least: 2", "at_least: 3", 1))
    browser.post("/segments/new/", FORM)
    page = said(browser.post("/segments/file/take/", sent))
    assert "Meanwhile something was edited here." in page
    assert "<code>often</code>" in page
    assert Segment.objects.filter(key="often").exists()
    browser.post("/segments/file/take/", pressed(browser, "/segments/file/try/", sent["text"]))
    assert not Segment.objects.filter(key="often").exists()


def test_what_is_wrong_in_a_file_is_told_with_its_line(browser):
    text = export_segments().replace("field: orders", "field: ordrs", 1)
    page = said(browser.post("/segments/file/try/", {"text": text}))
    assert "one place is wrong" in page
    assert "Line " in page
    assert "field: ordrs" in page  # and can be mended there
    assert "already" in said(browser.post("/segments/file/try/", {"text": export_segments()}))


def test_a_segment_says_where_it_is_used_before_it_is_removed(browser):
    reader = User.objects.get(role=Role.MARKETING)
    SavedView.objects.create(owner=reader, name="Fans", query="segment=promoters&light=red", saved_at=timezone.now())
    set_target("retention", Decimal(80), slice_by="segment", slice_value="promoters", by=reader, now=timezone.now())
    for address in ("/segments/promoters/", "/segments/promoters/edit/"):
        page = said(browser.get(address))
        assert "Saved list “Fans”" in page
        assert "Target of “" in page
    browser.post("/segments/promoters/remove/", {"sure": "yes"})
    assert "not there any more (Segment: promoters)" in said(browser.get("/customers/?segment=promoters&light=red"))


def test_a_list_is_only_counted_for_who_may_not_see_customers(client, browser):
    owner = User.objects.get(role=Role.MARKETING)
    views = [
        SavedView(owner=owner, name=name, query=query, saved_at=timezone.now(), is_shared=True)
        for name, query in (("Müller's", "q=M%C3%BCller&segment=promoters"), ("Fans", "segment=promoters"))
    ]
    SavedView.objects.bulk_create(views)
    assert "q=M%C3%BCller" in said(browser.get("/segments/promoters/"))
    client.force_login(colleague(Role.AUDITOR, language="en"))
    page = said(client.get("/segments/promoters/"))
    assert "2 saved lists you cannot open" in page
    for told in ("Müller", "M%C3%BCller", "Fans"):
        assert told not in page


def test_the_list_of_customers_is_narrowed_and_exported_by_segment(browser, filled):
    page = said(browser.get("/customers/?segment=regulars&show=segments"))
    assert ">Regulars" in page
    assert "Adler AG" in page
    assert "Birke GmbH" not in page
    file = b"".join(browser.post("/customers/export/", {"query": "segment=regulars", "format": "csv"}))
    assert b"Adler AG" in file
    assert b"Birke GmbH" not in file


def test_a_customer_says_to_which_segments_it_belongs(browser, filled):
    page = said(browser.get(f"/customers/{Customer.objects.get(number='A1').pk}/"))
    assert '<a href="/segments/regulars/">Regulars</a>' in page
    assert '<a href="/segments/one-time-buyers/">' not in page


def test_the_timeline_says_which_segment_was_entered_by_its_name(browser, filled):
    page = said(browser.get(f"/customers/{Customer.objects.get(number='A1').pk}/?type=segment_entered"))
    assert "Segment entered" in page
    assert "Regulars" in page
    assert "segment: regulars" not in page


def test_contacts_of_a_segment_share_members_and_go_out_as_a_file(browser, filled):
    berg = {"last_name": "Berg", "first_name": "=1+1", "mail": "berg@adler.de", "language": "de"}
    Contact.objects.create(customer=Customer.objects.get(number="A1"), created_at=timezone.now(), **berg)
    for key, when in (
        ("german", {"field": "contact_language", "is": "de"}),
        ("all", {"field": "orders", "at_least": 1}),
    ):
        said_so = {"key": key, "name": {"en": key.title()}, "subject": "contact", "when": when}
        keep_segment(said_so, by=None, now=timezone.now())
    fill_everybody(now=timezone.now())
    page = said(browser.get("/segments/german/"))
    assert "The 1 contact as a file" in page
    assert ">All<" in page
    file = b"".join(browser.post("/segments/german/export/", {"format": "csv"})).decode()
    assert "A1,Adler AG,,,'=1+1,Berg" in file
    assert Entry.objects.get(verb="segment.exported").data["parameters"]["number"] == 1
    book = browser.post("/segments/german/export/", {"format": "xlsx"})
    assert b"".join(book.streaming_content)[:2] == b"PK"
    assert browser.post("/segments/regulars/export/", {"format": "csv"}).status_code == 404
