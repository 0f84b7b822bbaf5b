"""Segments ask for other segments, never in a circle."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleib.kernel.errors import UsageError
from bleib.rules.conditions import Compare, FieldCondition, Rule
from bleib.rules.vocabulary import ATTRIBUTES, Field, Kind
from bleib.rules.yaml_file import FileError
from bleib.segments.api import Segment, fill, fill_everybody, keep_segment, remove_segment
from bleib.segments.references import circles, inlined
from bleib.segments.tests.story import NOW, TODAY, ago, customer, happened, members, order, segment, segments_of

pytestmark = pytest.mark.slow

FIELD = Field("in_segment", ATTRIBUTES, "in_segment", Kind.LIST, "Segments", "Segmente")


def asking(*keys: str) -> Rule:
    return Rule(FieldCondition(FIELD, Compare("has_any", keys)))


def within(key: str) -> dict[str, str]:
    return {"field": "in_segment", "has": key}


@pytest.mark.django_db(transaction=True)
def test_who_leaves_a_segment_leaves_those_that_ask_for_it(home):
    segment("abroad", {"field": "country", "is": "AT"})
    segment("friends", {"all": [within("regulars"), {"not": within("abroad")}]})
    happened(order("Adler", ago(5)), order("Adler", TODAY), order("Bauer", TODAY))
    assert members("friends") == ["Adler"]
    found = customer("Adler")
    found.country = "AT"
    found.save()
    fill(["Adler"], now=NOW)
    assert segments_of("Adler") == ["abroad", "regulars"]


@pytest.mark.django_db(transaction=True)
def test_an_edit_of_a_segment_fills_those_that_ask_for_it(home):
    segment("friends", within("regulars"))
    happened(order("Adler", ago(5)))
    fill_everybody(now=NOW)
    segment("regulars", {"field": "orders", "at_least": 1})
    assert fill_everybody(now=NOW) == 2
    assert segments_of("Adler") == ["friends", "new-customers", "regulars"]


@pytest.mark.django_db
def test_a_circle_is_refused_with_its_path():
    segment("a", {"field": "orders", "at_least": 1})
    segment("b", {"all": [within("a"), {"field": "orders", "at_most": 5}]})
    with pytest.raises(FileError, match="in a circle: a -> b -> a") as caught:
        segment("a", {"any": [within("b"), {"field": "orders", "is": 1}]})
    assert [each.path for _, each in caught.value.problems] == [f"$.list[{Segment.objects.count() - 2}].when"]
    assert Segment.objects.get(key="a").condition == {"field": "orders", "at_least": 1}
    with pytest.raises(FileError, match="c -> c"):
        segment("c", {"not": within("c")})


@pytest.mark.django_db
def test_what_others_ask_for_is_not_removed_and_what_is_not_there_is_not_asked_for():
    segment("b", within("regulars"))
    with pytest.raises(FileError, match=r"in_segment is never .*regulars"):
        remove_segment("regulars", by=None, now=NOW)
    with pytest.raises(FileError, match="Did you mean 'regulars'"):
        keep_segment({"key": "c", "name": "C", "when": within("regular")}, by=None, now=NOW)
    segment("people", {"field": "contact_language", "is": "de"}, subject="contact")
    with pytest.raises(FileError, match="in_segment is never 'people'"):
        segment("d", within("people"))


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3)))
def test_rules_without_a_circle_ask_for_no_segment_any_more(drawn):
    plain = Rule(FieldCondition(Field("x", ATTRIBUTES, "x", Kind.FLAG, "x", "x"), Compare("is", True)))
    rules = {**dict.fromkeys("abcdef", plain), **{key: asking(*asked) for key, asked in drawn.items()}}
    found = list(circles(rules))
    for path in found:
        assert path[0] == path[-1]
        assert all(after in drawn[before] for before, after in pairwise(path))
    if found:
        with pytest.raises(UsageError, match=" -> "):
            inlined(rules)
    else:
        assert all(rule.fields == {"x"} for rule in inlined(rules).values())


def test_segments_that_ask_for_each_other_without_end_are_too_large(db):
    for below, key in (("regulars", "s1"), ("s1", "s2"), ("s2", "s3")):
        segment(key, {"any": [within(below)] * 5})
    with pytest.raises(FileError, match="conditions; 1,000 are possible"):
        segment("s4", {"any": [within("s3")] * 5})
