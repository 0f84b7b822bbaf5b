"""Two records of one customer become one, and two again."""

from datetime import date

import pytest

from bleib.audit.models import Entry
from bleib.customers import merging
from bleib.customers.api import find
from bleib.customers.merging import MergeRefused, merge, unmerge
from bleib.customers.models import Contact, Note, Suggestion
from bleib.history.models import Alias
from bleib.kernel.errors import BleibError
from bleib.tasks.api import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(customer, contract, now):
    """Two records with a contact, a contract, a note and a task at the second."""
    kept, absorbed = customer("1", name="Müller GmbH"), customer("2", name="Mueller GmbH")
    Contact.objects.create(customer=absorbed, last_name="Blau", mail="b@mueller.de", created_at=now)
    contract(absorbed, "V1", date(2025, 1, 1))
    Note.objects.create(customer=absorbed, text="ruft gern an", written_at=now)
    ask(title="Anrufen", customer=absorbed, now=now)
    return kept, absorbed


def held_out(_kept, absorbed):
    return f"{absorbed.number} is held out by a measure."


def hanging(customer):
    return [
        customer.contacts.count(), customer.contracts.count(), customer.notes.count(), customer.tasks.count(),
    ]  # fmt: skip


def test_everything_moves_over_and_comes_back(two, now):
    kept, absorbed = two
    merge(kept, absorbed, now=now)
    assert (hanging(kept), hanging(absorbed)) == ([1, 1, 1, 1], [0, 0, 0, 0])
    unmerge(absorbed, now=now)
    assert (hanging(kept), hanging(absorbed)) == ([0, 0, 0, 0], [1, 1, 1, 1])


def test_the_history_counts_them_as_one_and_as_two_again(two, now):
    merge(*two, now=now)
    assert list(Alias.objects.in_force().values_list("customer", "into")) == [("2", "1")]
    unmerge(two[1], now=now)
    assert not Alias.objects.in_force().exists()


def test_what_came_later_stays_where_it_came(two, now):
    kept, absorbed = two
    merge(kept, absorbed, now=now)
    Note.objects.create(customer=kept, text="neu", written_at=now)
    unmerge(absorbed, now=now)
    assert [note.text for note in kept.notes.all()] == ["neu"]


def test_a_contact_that_is_there_already_stays_behind(two, now):
    kept, absorbed = two
    Contact.objects.create(customer=kept, last_name="Blau", mail="b@mueller.de", created_at=now)
    merge(kept, absorbed, now=now)
    assert (kept.contacts.count(), absorbed.contacts.count()) == (1, 1)


def test_a_number_leads_to_the_customer_it_counts_as(two, now):
    merge(*two, now=now)
    assert find("2") == two[0]


def test_a_guard_is_heard_before_anything_moves(two, now, monkeypatch):
    monkeypatch.setattr(merging, "merge_guards", [held_out])
    with pytest.raises(MergeRefused, match="2 is held out by a measure"):
        merge(*two, now=now)
    assert hanging(two[0]) == [0, 0, 0, 0]


def test_who_merges_all_the_same_is_on_record(two, now, monkeypatch):
    monkeypatch.setattr(merging, "merge_guards", [held_out])
    assert merge(*two, now=now, despite=True).despite == ["2 is held out by a measure."]
    assert Entry.objects.get(verb="customers.merged").data["after"] == {"despite": ["2 is held out by a measure."]}


def test_nobody_is_merged_twice_or_with_itself(two, customer, now):
    kept, absorbed = two
    merge(kept, absorbed, now=now)
    with pytest.raises(BleibError, match="merged into 1 already"):
        merge(customer("3"), absorbed, now=now)
    with pytest.raises(BleibError, match="with itself"):
        merge(kept, kept, now=now)


def test_chains_come_apart_in_any_order(two, customer, now):
    kept, absorbed = two
    third = customer("3")
    merge(kept, absorbed, now=now)
    merge(third, kept, now=now)
    assert hanging(third) == [1, 1, 1, 1]
    unmerge(kept, now=now)
    unmerge(absorbed, now=now)
    assert hanging(absorbed) == [1, 1, 1, 1]


def test_a_suggestion_is_settled_by_the_merge(two, now):
    Suggestion.objects.create(first=two[0], second=two[1], likeness="name", score=97, found_at=now)
    merge(*two, now=now)
    assert not Suggestion.objects.exists()
