"""Lines of the form to a condition and back: numbers and days as the reader writes them, errors beside their line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import localize_input, number_format
from django.utils.translation import gettext as _

from bleib.console.customer.forms import AmountField
from bleib.console.lights.rows import FACTS, Line, Lines, joined, lines_of
from bleib.history.fact_types import TYPES
from bleib.rules.errors import RuleError
from bleib.rules.operators import OPERATORS, Operator, Takes, operators
from bleib.rules.parsing import parse
from bleib.rules.vocabulary import Field, Kind, Vocabulary

COUNTED = ("at_least", "at_most", "is")  # how often facts may be asked for
YES, NO = "yes", "no"
NUMBERS = (Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.DAYS)


@dataclass(frozen=True)
class Read:
    """`condition` is None where a line is wrong; `errors` by the line's place."""

    condition: Mapping[str, Any] | None
    errors: Mapping[int, str]


def read(lines: Lines, vocabulary: Vocabulary) -> Read:
    """The condition that the lines say."""
    errors: dict[int, str] = {}
    groups: list[list[Mapping[str, Any]]] = []
    for _group, members in lines.groups():
        found = [(place, line, _try(line, vocabulary, errors=errors, place=place)) for place, line in members]
        groups.append([leaf if line.holds != NO else {"not": leaf} for _place, line, leaf in found if leaf])
    return Read(None if errors else joined(groups), errors)


def written(condition: Mapping[str, Any], vocabulary: Vocabulary) -> Lines | None:
    """The lines of a condition; None where it nests deeper than a form shows, or names what there is no more."""
    groups = lines_of(condition)
    if groups is None:
        return None
    lines = [_line(leaf, group, vocabulary) for group, leaves in enumerate(groups) for leaf in leaves]
    return None if None in lines else Lines(tuple(each for each in lines if each is not None))


def offered(line: Line, vocabulary: Vocabulary) -> Sequence[Operator]:
    """The comparisons that the line's field takes."""
    if line.fact_type:
        return [OPERATORS[name] for name in COUNTED]
    known = vocabulary.fields.get(line.field)
    return operators(known.kind) if known else ()


def settled(lines: Lines, vocabulary: Vocabulary) -> Lines:
    """With the first comparison of each field that was chosen a moment ago: the browser shows it so, too."""
    return Lines(tuple(_settled(each, offered(each, vocabulary)) for each in lines.lines))


def _settled(line: Line, there: Sequence[Operator]) -> Line:
    names = [each.name for each in there]
    return replace(line, op=names[0]) if names and line.op not in names else line


def input_of(line: Line, vocabulary: Vocabulary) -> str:
    """What the value is typed into: number, date, days, yes, choice or text."""
    operator, known = OPERATORS.get(line.op), vocabulary.fields.get(line.field)
    if line.fact_type:
        return "number"
    if operator is None or known is None:
        return "text"
    if operator.takes is Takes.VALUE:
        return _input_of_kind(known)
    return {Takes.FLAG: "yes", Takes.DATE: "date", Takes.DAYS: "days"}.get(operator.takes, "text")


def _input_of_kind(known: Field) -> str:
    if known.kind in NUMBERS:
        return "number"
    if known.choices and known.kind in (Kind.CHOICE, Kind.LIST):
        return "choice"
    return {Kind.FLAG: "yes", Kind.DATE: "date"}.get(known.kind, "text")


def _try(line: Line, vocabulary: Vocabulary, *, errors: dict[int, str], place: int) -> Mapping[str, Any] | None:
    try:
        leaf = _leaf(line, vocabulary)
        parse(leaf, vocabulary)
    except ValidationError as error:
        errors[place] = error.messages[0]
    except RuleError as error:
        errors[place] = " ".join(filter(None, (error.problems[0].what, error.problems[0].todo)))
    else:
        return leaf
    return None


def _leaf(line: Line, vocabulary: Vocabulary) -> Mapping[str, Any]:
    """Raises ValidationError."""
    known = vocabulary.fields.get(line.field)
    if known is None and line.fact_type not in TYPES:
        raise ValidationError(_("Choose what to look at."))
    operator = OPERATORS.get(line.op)
    if operator is None or operator not in offered(line, vocabulary):
        raise ValidationError(_("Choose how to compare."))
    if known is None:
        time = {"within_days": _whole(line.days, low=1)} if line.days else {"ever": True}
        return {"facts": line.fact_type, **time, "count": {line.op: _whole(line.value)}}
    return {"field": line.field, line.op: _value(line, known, operator)}


def _value(line: Line, known: Field, operator: Operator) -> Any:
    text = line.value.strip()
    if not text:
        raise ValidationError(_("Write what to compare with."))
    if operator.takes is Takes.VALUES:
        return [part.strip() for part in text.split(",") if part.strip()]
    if operator.takes is Takes.DAYS:
        return _whole(text, low=1)
    if operator.takes is Takes.FLAG or (operator.takes is Takes.VALUE and known.kind is Kind.FLAG):
        return _yes(text)
    if operator.takes is Takes.DATE or known.kind is Kind.DATE:
        return _day(text)
    return _number(text, known) if operator.takes is Takes.VALUE and known.kind in NUMBERS else text


def _number(text: str, known: Field) -> int | float:
    """As the reader writes it; shares are typed in percent, days are whole."""
    if known.kind is Kind.DAYS:
        return _whole(text)
    try:
        found = AmountField().to_python(text.removesuffix("%").strip())
    except ValidationError as error:
        raise ValidationError(_("“%(text)s” is no number."), params={"text": text}) from error
    return _plain(found / 100 if known.kind is Kind.SHARE else found)


def _whole(text: str, low: int = 0) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) >= low):
        raise ValidationError(_("Write a whole number from %(low)s on."), params={"low": low})
    return int(text)


def _yes(text: str) -> bool:
    if text not in (YES, NO):  # left over from another field
        raise ValidationError(_("Write what to compare with."))
    return text == YES


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValidationError(_("“%(text)s” is no day."), params={"text": text}) from error


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _line(leaf: Mapping[str, Any], group: int, vocabulary: Vocabulary) -> Line | None:
    holds, leaf = (NO, leaf["not"]) if "not" in leaf else (YES, leaf)
    if "facts" in leaf:
        ((op, value),) = leaf["count"].items()
        days = str(leaf.get("within_days", ""))
        return Line(group, f"{FACTS}{leaf['facts']}", holds, op, str(value), days) if op in COUNTED else None
    known = vocabulary.fields.get(leaf["field"])
    said = [(op, value) for op, value in leaf.items() if op != "field"]
    return Line(group, known.name, holds, said[0][0], _text(said[0][1], known)) if known and len(said) == 1 else None


def _text(value: Any, known: Field) -> str:
    """The value as the form shows it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, int | float):
        shown = Decimal(str(value)) * 100 if known.kind is Kind.SHARE else Decimal(str(value))
        return str(number_format(shown.normalize() if shown % 1 else int(shown), use_l10n=True, force_grouping=False))
    return str(localize_input(value))
