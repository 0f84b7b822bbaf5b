"""What is typed into one input, as a rule has it, and back: numbers and days as the reader writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from bleib.console.conditions.typed import NO, YES
from bleib.rules.limits import EARLIEST, LARGEST_NUMBER, LATEST, LONGEST_TEXT, MOST_DAYS
from bleib.rules.operators import Operator, Takes
from bleib.rules.vocabulary import Field, Kind
from bleib.ui.numbers import AmountField

NUMBERS = (Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.DAYS)
MISSING = "missing"  # the code of what is no mistake as long as somebody is still typing


def missing(text: str) -> ValidationError:
    return ValidationError(text, code=MISSING)


def read_value(field: Field, operator: Operator, values: Sequence[str]) -> Any:
    """What stands behind the operator, as JSON has it. Raises ValidationError; code MISSING where nothing is typed."""
    told = [each.strip() for each in values if each.strip()]
    if not told:
        raise missing(_("Write what to compare with."))
    if operator.takes is Takes.VALUES:
        return list(dict.fromkeys(_text(field, each) for each in told))
    if operator.takes is not Takes.VALUE:
        return _TAKES[operator.takes](told[0])
    return _OF_KIND[field.kind](told[0]) if field.kind in _OF_KIND else _text(field, told[0])


def read_whole(text: str, *, low: int = 0, high: int = MOST_DAYS) -> int:
    """A whole number. Raises ValidationError."""
    text = text.strip()
    if not text:
        raise missing(_("Write a number."))
    sign, digits = (-1, text[1:]) if text[:1] in ("-", "−") else (1, text)
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 16 and low <= sign * int(digits) <= high):
        shown = {"low": number_format(low), "high": number_format(high, force_grouping=True)}
        raise ValidationError(_("Write a whole number from %(low)s to %(high)s."), params=shown)
    return sign * int(digits)


def read_day(text: str) -> date:
    """A day of the calendar. Raises ValidationError."""
    if not text.strip():
        raise missing(_("Choose a day."))
    try:
        if not EARLIEST <= text <= LATEST:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(_("“%(text)s” is no day."), params={"text": text[:40]}) from error


def read_number(text: str) -> int | float:
    """A number as the reader writes it. Raises ValidationError."""
    return _plain(_decimal(text))


def shown_value(field: Field, value: Any) -> tuple[str, ...]:
    """A value of a rule as the inputs show it."""
    if isinstance(value, bool):
        return (YES if value else NO,)
    if isinstance(value, list):
        return tuple(map(str, value))
    if isinstance(value, int | float):
        number = Decimal(str(value)) * (100 if field.kind is Kind.SHARE else 1)
        plain = int(number) if number == number.to_integral_value() else number.normalize()
        return (str(number_format(plain, use_l10n=True, force_grouping=False)),)
    return (value.isoformat() if isinstance(value, date) else str(value),)


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def _decimal(text: str) -> Decimal:
    try:
        found = AmountField().to_python(text.strip().removesuffix("%").strip().replace("−", "-"))
        if found is None or not found.is_finite() or abs(found) > LARGEST_NUMBER:
            raise ValidationError("")
    except ValidationError as error:
        raise ValidationError(_("“%(text)s” is no number."), params={"text": text[:40]}) from error
    return Decimal(found)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _share(text: str) -> int | float:
    return _plain(_decimal(text) / 100)


def _days(text: str) -> int:
    return read_whole(text, low=-MOST_DAYS)


def _yes(text: str) -> bool:
    if text not in (YES, NO):  # left over from another field
        raise missing(_("Write what to compare with."))
    return text == YES


def _part(text: str) -> str:
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise ValidationError(_("Write at most %(most)s letters."), params={"most": LONGEST_TEXT})
    return text


def _text(field: Field, text: str) -> str:
    if field.choices and field.kind is not Kind.TEXT and field.choice(text) is None:
        raise ValidationError(_("“%(text)s” is not there (any more)."), params={"text": text[:40]})
    return _part(text)


_OF_KIND: Mapping[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: read_number,
    Kind.MONEY: read_number,
    Kind.SHARE: _share,
    Kind.DAYS: _days,
    Kind.DATE: lambda text: read_day(text).isoformat(),
    Kind.FLAG: _yes,
}
_TAKES: Mapping[Takes, Callable[[str], Any]] = {
    Takes.PART: _part,
    Takes.DAYS: lambda text: read_whole(text, low=1),
    Takes.FLAG: _yes,
    Takes.DATE: lambda text: read_day(text).isoformat(),
}
