"""Tags, product groups and ways of acquisition are renamed, merged and removed; customers and products stay."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from bleib.audit.api import Entry
from bleib.customers.models import Customer, Tag
from bleib.customers.words import (
    merge_tags,
    remove,
    rename,
    rename_way,
    tags_with_counts,
    ways_with_counts,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = {"by": None, "now": NOW}


@pytest.fixture
def tagged():
    """Two tags: both have customer 1, one each 2 and 3."""
    old, new = (Tag.objects.create(name=name) for name in ("alt", "neu"))
    for number, tags in (("1", (old, new)), ("2", (old,)), ("3", (new,))):
        Customer.objects.create(number=number, created_at=NOW, acquired_through="Messe " + number).tags.set(tags)
    return old, new


def test_merged_tags_are_one_and_nobody_has_it_twice(tagged):
    old, new = tagged
    assert merge_tags(old, new, **BY) == 2
    assert [(tag.name, tag.used) for tag in tags_with_counts()] == [("neu", 3)]
    assert Entry.objects.get().data["parameters"] == {"into": "neu", "customers": 2}


def test_a_tag_merged_into_itself_stays(tagged):
    assert merge_tags(tagged[0], tagged[0], **BY) == 0
    assert Tag.objects.count() == 2


def test_a_name_that_is_taken_is_refused_and_the_same_again_is_no_news(tagged):
    with pytest.raises(ValidationError, match="neu"):
        rename(tagged[0], "neu", **BY)
    rename(tagged[0], "alt ", **BY)
    rename(tagged[0], "früher", **BY)
    assert Entry.objects.get().data["after"] == {"name": "früher"}


def test_a_removed_tag_leaves_its_customers(tagged):
    remove(tagged[0], **BY)
    assert Customer.objects.count() == 3
    assert Entry.objects.get().verb == "removed"


def test_two_ways_become_one(tagged):
    assert rename_way("Messe 1", "Messe 2", **BY) == 1
    assert ways_with_counts() == {"Messe 2": 2, "Messe 3": 1}
    with pytest.raises(ValidationError):
        rename_way("Messe 2", " ", **BY)
