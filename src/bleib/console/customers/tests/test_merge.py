"""Two records become one on the page, and two again."""

from __future__ import annotations

import pytest

from bleib.customers import merging
from bleib.customers.models import Contact, Customer, Suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, anna, settings, tmp_path):
    settings.HOME = tmp_path
    client.force_login(anna)
    return client


def test_the_second_record_is_found_shown_merged_and_taken_apart(browser, company, now):
    kept, other = company[0], company[1]
    Contact.objects.create(customer=other, last_name="Blau", created_at=now)
    found = browser.get(f"/customers/{kept.pk}/merge/", {"q": "birnen"}).content.decode()
    assert f"?with={other.pk}" in found
    preview = browser.get(f"/customers/{kept.pk}/merge/", {"with": other.pk}).content.decode()
    assert "0 + 1" in preview
    browser.post(f"/customers/{kept.pk}/merge/{other.pk}/")
    assert Customer.objects.get(pk=other.pk).merged_into == kept
    assert 'small">K-101<' not in browser.get("/customers/").content.decode()
    browser.post(f"/customers/{other.pk}/unmerge/")
    assert Customer.objects.get(pk=other.pk).merged_into is None
    assert Contact.objects.get().customer == other


def test_who_objects_is_heard_and_overruled_only_on_purpose(browser, company, monkeypatch):
    monkeypatch.setattr(merging, "merge_guards", [lambda *_: "One of the two is held out."])
    monkeypatch.setattr("bleib.customers.merge_preview.merge_guards", merging.merge_guards)
    address = f"/customers/{company[0].pk}/merge/{company[1].pk}/"
    page = browser.post(address, follow=True).content.decode()
    assert "One of the two is held out." in page
    assert Customer.objects.filter(merged_into=None).count() == 4
    browser.post(address, {"despite": "yes"})
    assert Customer.objects.filter(merged_into=None).count() == 3


def test_pairs_that_might_be_one_wait_until_somebody_says_so(browser, company, now, anna):
    pair = Suggestion.objects.create(first=company[0], second=company[1], likeness="name", score=95, found_at=now)
    assert (
        f"/customers/{company[0].pk}/merge/?with={company[1].pk}"
        in browser.get("/customers/duplicates/").content.decode()
    )
    browser.post(f"/customers/duplicates/{pair.pk}/refuse/")
    pair.refresh_from_db()
    assert pair.refused_by == anna
    assert "No pair waits" in browser.get("/customers/duplicates/").content.decode()
