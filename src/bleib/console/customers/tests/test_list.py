"""The list of customers: filtered, sorted, walked page by page, changed in bulk, kept as views."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from urllib.parse import urlencode

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.models import Entry
from bleib.console.customers.views import listing
from bleib.customers.models import Customer
from bleib.figures.models import SavedView
from bleib.privacy.api import request_erasure

pytestmark = pytest.mark.django_db
EVERYBODY = ["K-103", "K-101", "K-100", "K-102"]


@pytest.fixture
def browser(client, anna):
    client.force_login(anna)
    return client


def shown(browser, **query):
    page = browser.get("/customers/", query)
    assert page.status_code == 200
    return re.findall(r'<span class="small">(K-\d+)</span>', page.content.decode())


def test_without_customers_it_says_what_to_do(browser):
    page = browser.get("/customers/").content.decode()
    assert "There are no customers yet" in page
    assert "/imports/" in page


def test_the_most_valuable_stand_first_and_who_never_ordered_last(browser, company):
    assert shown(browser) == ["K-103", "K-101", "K-100", "K-102"]
    assert shown(browser, sort="name", order="up") == ["K-100", "K-101", "K-102", "K-103"]
    assert shown(browser, sort="revenue_year", order="up") == ["K-100", "K-101", "K-103", "K-102"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"q": "äpf"}, ["K-100"]), ({"q": "K-10"}, EVERYBODY), ({"country": "AT"}, ["K-100"]),
        ({"overdue": "yes"}, ["K-101"]), ({"standing": "prospect"}, ["K-102"]), ({"contract": "yes"}, ["K-103"]),
        ({"light": "red"}, ["K-103", "K-100"]), ({"light": "violet"}, EVERYBODY),
        ({"owner": "me"}, []), ({"orders": "none"}, ["K-102"]), ({"country": "nonsense"}, []),
    ],
)  # fmt: skip
def test_filters(browser, company, query, numbers):
    assert shown(browser, **query) == numbers


def test_the_worst_light_stands_first_as_shape_and_word(browser, company):
    assert shown(browser, sort="light") == ["K-103", "K-100", "K-101", "K-102"]
    page = browser.get("/customers/", {"light": "yellow"}).content.decode()
    assert re.search(r'light-yellow"><svg[^>]*><path[^>]*/></svg>watch', page)


def test_pages_lead_on_and_back(browser, company, monkeypatch):
    monkeypatch.setattr(listing, "SIZE", 2)
    first = browser.get("/customers/").content.decode()
    after = re.search(r'rel="next" href="/customers/\?[^"]*after=([\w-]+)', first)[1]
    second = browser.get("/customers/", {"after": after}).content.decode()
    before = re.search(r'rel="prev" href="/customers/\?[^"]*before=([\w-]+)', second)[1]
    assert shown(browser, after=after) == ["K-100", "K-102"]
    assert shown(browser, before=before) == ["K-103", "K-101"]


def test_nobody_fits_is_said(browser, company):
    assert "Nobody fits" in browser.get("/customers/", {"q": "xyz"}).content.decode()


def test_a_page_asks_the_database_as_often_for_four_as_for_one(browser, company, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        browser.get("/customers/", {"q": "K-"})


def test_ticked_customers_get_an_owner_and_the_log_knows_which(browser, company, anna):
    browser.post("/customers/change/", {"do": "owner", "owner": "me", "chosen": [company[0].pk], "whom": "chosen"})
    assert [each.owner for each in Customer.objects.order_by("pk")] == [anna, None, None, None]
    entry = Entry.objects.get(verb="customers.owner_given")
    assert entry.data["parameters"]["number"] == 1
    assert shown(browser, owner="me") == ["K-100"]


def test_all_that_fit_get_a_tag_and_lose_it(browser, company):
    everybody = {"query": "country=DE", "whom": "all", "sure": "yes", "tag": " Messe  26 "}
    browser.post("/customers/change/", everybody | {"do": "tag", "sure": ""})
    assert not Customer.objects.filter(tags__name="Messe 26").exists()
    browser.post("/customers/change/", everybody | {"do": "tag"})
    tagged = Customer.objects.filter(tags__name="Messe 26").order_by("number")
    assert [each.number for each in tagged] == ["K-101", "K-102", "K-103"]
    browser.post("/customers/change/", everybody | {"do": "untag"})
    assert not tagged.all().exists()
    assert Entry.objects.get(verb="customers.tagged").data["parameters"] == {"number": 3, "filter": "country=DE"}


def test_nothing_ticked_changes_nothing(browser, company):
    answer = browser.post("/customers/change/", {"do": "owner", "owner": "me", "whom": "chosen"}, follow=True)
    assert "tick the customers first" in answer.content.decode()
    assert not Customer.objects.exclude(owner=None).exists()


def test_a_view_is_kept_shared_and_deleted_by_its_owner_only(browser, client, company, anna):
    browser.post("/customers/views/save/", {"name": "Österreich", "query": "country=AT&nonsense=1", "shared": "yes"})
    view = SavedView.objects.get()
    assert (view.query, view.owner) == ("country=AT", anna)
    client.force_login(colleague(Role.SALES))
    assert "Österreich" in client.get("/customers/").content.decode()
    assert client.post(f"/customers/views/{view.pk}/delete/").status_code == 404
    client.force_login(anna)
    client.post(f"/customers/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("place", ["[" * 2000, '["1",1e400]', f'["1",{10**20}]', '["\\ud800",1]', '["\\u0000",1]', "ä"])
def test_odd_addresses_are_no_error(browser, company, place):
    after = urlsafe_b64encode(place.encode()).decode().rstrip("=")
    for sort in ("name", "orders"):
        assert browser.get("/customers/", {"sort": sort, "after": after}).status_code == 200


@pytest.mark.parametrize("odd", ["²", str(10**25)])
def test_an_odd_number_changes_nobody(browser, company, odd):
    browser.post("/customers/change/", {"do": "owner", "owner": odd, "whom": "all", "sure": "yes"})
    browser.post("/customers/change/", {"do": "owner", "owner": "me", "chosen": [odd]})
    assert not Customer.objects.exclude(owner=None).exists()
    assert browser.get(f"/customers/{company[0].pk}/merge/", {"with": odd}).status_code == 200


def test_a_person_somebody_looked_for_is_erased_from_views_and_the_log(browser, company, anna, now):
    name = "Jörg Müßig & Sohn"
    person = Customer.objects.create(number="K-200", name=name, created_at=now)
    query = urlencode({"q": name})
    browser.post("/customers/views/save/", {"name": "Neu", "query": query})
    browser.post("/customers/export/", {"format": "csv", "query": query})
    assert Entry.objects.get(verb="customers.exported").data["parameters"]["filter"] == f"q={name}"
    request_erasure("customer", person.pk, actor=anna, now=now)
    assert not SavedView.objects.exists()
    assert Entry.objects.get(verb="customers.exported").is_emptied


def test_who_only_reads_changes_nothing(client, company):
    client.force_login(colleague(Role.ANALYST))
    page = client.get("/customers/").content.decode()
    assert "customers_bulk" not in page
    assert "Export this list" in page
    assert client.post("/customers/change/", {}).status_code == 403


@pytest.mark.parametrize("query", [{"segment": "gone"}, {"tag": "77"}, {"owner": "4711"}, {"through": "gone"}])
def test_what_was_removed_is_said_and_shows_nobody(browser, company, query):
    assert shown(browser, **query) == []
    page = browser.get("/customers/", query).content.decode()
    assert "asks for something that is not there any more" in page
    assert f'value="{next(iter(query.values()))}" selected' in page


@pytest.mark.parametrize(("query", "column"), [("through", "acquired_through"), ("country", "country")])
def test_what_is_behind_the_end_of_a_long_list_is_there_all_the_same(browser, company, monkeypatch, query, column):
    monkeypatch.setattr("bleib.figures.listing.words.MOST", 0)
    Customer.objects.filter(pk=company[0].pk).update(**{column: "ZZ"})
    page = browser.get("/customers/", {query: "ZZ"}).content.decode()
    assert "asks for something that is not there any more" not in page
    assert 'value="ZZ" selected' in page
    assert shown(browser, **{query: "ZZ"}) == ["K-100"]


def test_nobody_of_a_removed_segment_is_changed_at_once(browser, company):
    asked = {"query": "segment=gone", "whom": "all", "sure": "yes", "do": "tag", "tag": "lost"}
    browser.post("/customers/change/", asked)
    assert not Customer.objects.filter(tags__name="lost").exists()
