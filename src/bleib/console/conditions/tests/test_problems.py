"""What is wrong stands by its input in the reader's language; whatever is typed is read or told, never a crash."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as some

from bleib.console.conditions.form import typed
from bleib.console.conditions.reading import read
from bleib.console.conditions.settling import settled
from bleib.console.conditions.tests.words import KINDS, WORDS
from bleib.console.conditions.typed import Group, Leaf
from bleib.console.conditions.wording import said
from bleib.rules.operators import OPERATORS
from bleib.rules.parsing import parse

LINE = "c-0-kind=leaf&c-0-"


def problems(query: str) -> dict[str, str]:
    with override("en"):
        found = read(typed(QueryDict(query)), WORDS)
    assert found.condition is None
    return {name: each.says for name, each in found.problems.items()}


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ("field=worth&c-0-op=below&c-0-value=much", "value", "“much” is no number."),
        ("field=worth&c-0-op=below&c-0-value=", "value", "Write what to compare with."),
        ("field=", "field", "Choose what to look at."), ("field=gone", "field", "is not there (any more)"),
        ("field=days&c-0-op=has&c-0-value=1", "op", "Choose how to compare."),
        ("field=days&c-0-op=is&c-0-value=1.5", "value", "Write a whole number from"),
        ("field=last&c-0-op=is&c-0-value=2026-02-30", "value", "“2026-02-30” is no day."),
        ("field=notice&c-0-op=is&c-0-value=3", "value", "Write what to compare with."),
        ("field=facts:order&c-0-op=is&c-0-value=-1", "value", "Write a whole number from 0"),
        ("field=facts:order&c-0-op=is&c-0-value=1&c-0-time=within_days&c-0-days=0", "days", "whole number from 1"),
        ("field=facts:order&c-0-op=is&c-0-value=1&c-0-w0-name=score", "w0-name", "is not there (any more)"),
        ("field=facts:visit&c-0-measure=sum&c-0-of=product", "of", "nothing that can be added up"),
        ("field=facts:order&c-0-measure=last", "measure", "Choose what the newest one has to say."),
        ("field=facts:order&c-0-op=is&c-0-value=1&c-0-time=between&c-0-start=2026-02-02&c-0-end=2026-02-01", "end",
         "The last day is before the first one."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_by_its_input(query, name, says):
    found = problems(LINE + query)
    assert list(found) == [f"c-0-{name}"]
    assert says in found[f"c-0-{name}"]


def test_what_is_missing_is_no_mistake_yet():
    with override("en"):
        found = read(typed(QueryDict(f"{LINE}field=worth&c-0-op=below&c-0-value=&c-1-kind=leaf&c-1-field=gone")), WORDS)
    assert [found.problems[name].is_missing for name in ("c-0-value", "c-1-field")] == [True, False]


def test_too_many_levels_are_told_in_german():
    line = Leaf("days", op="is", values=("1",))
    group = Group("not_any", (line, line))
    for _level in range(4):
        group = Group("not_all", (line, group))
    with override("de"):
        assert "höchstens 100 Teile und 8 Ebenen" in read(group, WORDS).problems["c"].says


def test_a_stored_condition_that_names_what_is_gone_is_told_in_the_readers_language():
    with override("de"):
        assert "Feld" in said({"field": "gone", "is": 1}, WORDS)
    with override("en"):
        assert "There is no field" in said({"field": "gone", "is": 1}, WORDS)


WORD = some.text(max_size=12) | some.sampled_from(
    ["1", "-5", "1e400", "NaN", "9" * 18, "2026-01-01", "yes", "A", "\n\r", "\uff11"]
)
FIELD = some.sampled_from([*KINDS, "facts:order", "facts:answer", "facts:case_opened", "facts:gone"])
NAME = some.sampled_from(["product", "amount", "kind", "score", "severity", ""])
INPUTS = {
    "field": FIELD, "holds": some.sampled_from(["yes", "no"]), "op": some.sampled_from(list(OPERATORS)),
    "value": WORD, "time": some.sampled_from(["ever", "within_days", "between"]), "days": WORD, "start": WORD,
    "end": WORD, "measure": some.sampled_from(["count", "sum", "last"]), "of": NAME, "w0-name": NAME, "w0-op":
    some.sampled_from(list(OPERATORS)), "w0-value": WORD, "l0-name": NAME, "l0-op": some.just("is"), "l0-value": WORD,
}  # fmt: skip


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(some.lists(some.fixed_dictionaries(INPUTS), min_size=1, max_size=3))
def test_whatever_is_typed_becomes_a_condition_or_is_told_in_german(lines):
    data = QueryDict(mutable=True)
    for place, line in enumerate(lines):
        data[f"c-{place}-kind"] = "leaf"
        for name, value in line.items():
            data[f"c-{place}-{name}"] = value
    with override("de"):
        found = read(settled(typed(data), WORDS), WORDS)
    if found.condition is not None:
        parse(found.condition, WORDS)
    assert (found.condition is None) == bool(found.problems)
    assert "c" not in found.problems  # what is wrong with the whole alone would be told in English
