"""Customers over the API: lists, one, entering, changing."""

from __future__ import annotations

import pytest

from bleib.audit.api import Entry
from bleib.customers.models import Customer, CustomField

pytestmark = pytest.mark.django_db


@pytest.fixture
def nordwerft(ask):
    return ask("post", "customers", {"number": "10042", "name": "Nordwerft GmbH", "country": "DE"}).json()


def test_who_was_entered_is_found(ask, nordwerft):
    found = ask("get", "customers", q="nordw").json()
    assert found == {"data": [nordwerft], "next": None}
    assert nordwerft["standing"] == "prospect"
    assert ask("get", "customers/10042").json() == ask("get", f"customers/id:{nordwerft['id']}").json() == nordwerft


def test_the_audit_log_names_colleague_and_token(ask, client, nordwerft, anna):
    entry = Entry.objects.get(verb="added", object_pk=str(nordwerft["id"]))
    assert entry.actor == anna
    prefix = entry.data["origin"]["token"]
    assert prefix.startswith("bleib_")
    client.force_login(anna)
    assert f"by token {prefix}" in client.get("/audit/").content.decode()


def test_a_number_is_given_once(ask, nordwerft):
    again = ask("post", "customers", {"number": "10042", "name": "Another"})
    assert again.status_code == 409
    assert again.json()["detail"] == "There is a customer 10042 already."


def test_what_is_left_out_stays_as_it_is(ask, nordwerft):
    ask("patch", "customers/10042", {"city": "Emden", "tags": ["key account"]})
    ask("patch", "customers/10042", {"postcode": "26721", "city": None})
    found = ask("get", "customers/10042").json()
    assert (found["city"], found["postcode"], found["tags"]) == ("Emden", "26721", ["key account"])


def test_what_a_model_refuses_is_said_beside_its_field(ask, nordwerft):
    refused = ask("patch", "customers/10042", {"vat_id": "DE123", "time_zone": "Mars/Olympus"})
    assert refused.status_code == 422
    assert {each["where"] for each in refused.json()["errors"]} == {"body.vat_id", "body.time_zone"}


def test_own_fields_are_written_and_read_by_their_keys(ask, nordwerft):
    CustomField.objects.create(key="machines", label="Machines", kind="number")
    changed = ask("patch", "customers/10042", {"fields": {"machines": "12"}})
    assert changed.json()["fields"] == {"machines": "12"}
    unknown = ask("patch", "customers/10042", {"fields": {"wheels": "4"}})
    assert unknown.json()["errors"][0]["what"] == "There is no field wheels. There are: machines."


def test_pages_follow_each_other_to_the_end(ask, now):
    Customer.objects.bulk_create(Customer(number=f"{n:03}", name=f"Firm {n}", created_at=now) for n in range(7))
    numbers, cursor = [], ""
    while cursor is not None:
        page = ask("get", "customers", limit=3, cursor=cursor).json()
        numbers += [each["number"] for each in page["data"]]
        cursor = page["next"]
    assert numbers == [f"{n:03}" for n in range(7)]


def test_fifty_customers_take_no_more_queries_than_five(ask, now, django_assert_max_num_queries):
    made = [Customer(number=f"{n:03}", name=f"Firm {n}", created_at=now) for n in range(50)]
    Customer.objects.bulk_create(made)
    ask("get", "customers", limit=1)  # loads what is loaded once
    with django_assert_max_num_queries(8):
        assert len(ask("get", "customers").json()["data"]) == 50


def test_a_cursor_of_nobody_is_refused(ask):
    assert ask("get", "customers", cursor="nonsense").json()["errors"][0]["where"] == "query.cursor"


def test_a_merged_number_answers_with_whom_it_counts_as(ask, nordwerft, now):
    Customer.objects.create(number="9", name="Nordwerft alt", created_at=now, merged_into_id=nordwerft["id"])
    assert ask("get", "customers/9").json()["number"] == "10042"


def test_a_change_that_says_nothing_is_refused(ask, nordwerft):
    assert ask("patch", "customers/10042", {}).status_code == 422


def test_who_stands_above_and_who_recommended_is_said_by_number(ask, nordwerft):
    said = {"number": "20", "name": "Nordwerft Süd", "parent": "10042", "referred_by": "10042"}
    entered = ask("post", "customers", said).json()
    assert (entered["parent"], entered["referred_by"]) == ("10042", "10042")
    freed = ask("patch", "customers/20", {"parent": "", "referred_by": None}).json()
    assert (freed["parent"], freed["referred_by"]) == (None, "10042")


@pytest.mark.parametrize(
    ("parent", "what"),
    [
        ("21", "This company belongs to the one you edit: it cannot be above it as well."),
        ("10042", "That is this customer itself."), ("77", "There is no customer with the number 77."),
    ],
)  # fmt: skip
def test_nobody_stands_above_itself(ask, nordwerft, parent, what):
    ask("post", "customers", {"number": "20", "name": "Süd", "parent": "10042"})
    ask("post", "customers", {"number": "21", "name": "Süd Zwei", "parent": "20"})
    refused = ask("patch", "customers/10042", {"parent": parent})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"where": "body.parent", "what": what}]
