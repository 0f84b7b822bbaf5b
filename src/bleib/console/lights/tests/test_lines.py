"""A condition as lines of a form: what is typed becomes a rule, a rule becomes what was typed, errors stand by it."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.translation import override

from bleib.console.lights.reading import input_of, read, settled, written
from bleib.console.lights.rows import Line, Lines
from bleib.rules.vocabulary import Choice, Field, Kind, Vocabulary

FIELDS = {"days": Kind.DAYS, "leave": Kind.SHARE, "worth": Kind.MONEY, "notice": Kind.FLAG, "tags": Kind.LIST,
          "last": Kind.DATE, "country": Kind.CHOICE}  # fmt: skip
WORDS = Vocabulary.of(
    Field(name, "attributes", name, kind, name, name, choices=(Choice("DE"), Choice("AT")) if name == "country" else ())
    for name, kind in FIELDS.items()
)
RULES = [
    {"field": "days", "at_least": 30},
    {"field": "leave", "at_least": 0.805},
    {"all": [{"field": "days", "is": 30}, {"any": [{"field": "worth", "below": 1.5}, {"field": "tags", "has": "A"}]}]},
    {"any": [{"not": {"field": "country", "in": ["DE", "AT"]}}, {"field": "last", "within_days": 180}]},
    {"facts": "order", "within_days": 90, "count": {"at_least": 3}},
    {"facts": "visit", "ever": True, "count": {"is": 0}},
    {"field": "last", "known": False},
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_rule_survives_the_form(rule, language):
    with override(language):
        lines = written(rule, WORDS)
        assert (read(lines, WORDS).condition, read(lines, WORDS).errors) == (rule, {})


def test_shares_are_typed_in_percent_and_numbers_as_the_reader_writes_them():
    with override("de"):
        assert written(RULES[1], WORDS).lines[0].value == "80,5"
        typed = Lines((Line(0, "worth", "yes", "below", "1.234,5"),))
        assert read(typed, WORDS).condition == {"field": "worth", "below": 1234.5}


@pytest.mark.parametrize(
    "rule",
    [
        {"all": [{"any": [{"all": [RULES[0]]}]}]}, {"field": "gone", "is": 1}, {"not": {"any": [RULES[0], RULES[1]]}},
        {"facts": "order", "where": {"product": {"is": "A"}}, "ever": True, "count": {"is": 1}},
    ],
    ids=str,
)  # fmt: skip
def test_what_the_form_cannot_show_is_text(rule):
    assert written(rule, WORDS) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Line(0, "worth", "yes", "below", "much"), "“much” is no number."),
        (Line(0, "worth", "yes", "below", ""), "Write what to compare with."),
        (Line(0, "", "yes", "", "1"), "Choose what to look at."), (Line(0, "days", "yes", "has", "1"), "Choose how"),
        (Line(0, "days", "yes", "is", "-1"), "whole number from 0"), (Line(0, "last", "yes", "is", "soon"), "no day"),
        (Line(0, "notice", "yes", "is", "3"), "Write what to compare with."),
        (Line(0, "facts:order", "yes", "is", "1", "none"), "whole number from 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_by_its_line(line, said):
    with override("en"):
        found = read(Lines((Line(0, "days", "yes", "is", "1"), line)), WORDS)
    assert found.condition is None
    assert said in found.errors[1]
    assert 0 not in found.errors


def test_buttons_add_alternatives_and_further_conditions_and_take_lines_away():
    lines = Lines((Line(0, "days"), Line(1, "leave"))).changed("or:0").changed("and")
    assert [(each.group, each.field) for each in lines.lines] == [(0, "days"), (0, ""), (1, "leave"), (2, "")]
    assert [each.field for each in lines.changed("remove:2").lines] == ["days", "", ""]
    assert Lines((Line(3, "days"),)).changed("remove:0").lines == (Line(),)


def test_typed_lines_are_read_part_by_part():
    typed = QueryDict("line_group=1&line_field=days&line_holds=no&line_op=is&line_value=3&line_days=")
    assert Lines.of(typed).lines == (Line(1, "days", "no", "is", "3", ""),)


def test_another_field_begins_with_its_first_comparison():
    lines = settled(Lines((Line(0, "notice", op="at_least"), Line(0, "days", op="above"), Line())), WORDS)
    assert [each.op for each in lines.lines] == ["is", "above", ""]


def test_each_kind_has_its_input():
    lines = [Line(0, "days", op="is"), Line(0, "last", op="within_days"), Line(0, "last", op="before"),
             Line(0, "notice", op="is"), Line(0, "country", op="is"), Line(0, "country", op="in")]  # fmt: skip
    assert [input_of(each, WORDS) for each in lines] == ["number", "days", "date", "yes", "choice", "text"]
