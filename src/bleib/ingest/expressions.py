"""Where in an event a column stands: small expressions that people read and write.

properties.total                          a value by its path; item.sku for a list's entry
item.price * item.quantity                a product of two
-properties.total                         the negative
properties.sku | properties.product_id    the first that is there
name                                      the event's name, or the page's, as a short code
=export                                   a fixed word
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache, reduce
from operator import mul
from typing import Any

from django.utils.translation import gettext as _

from bleib.kernel.errors import BleibError

PATH = re.compile(r"(properties|context|traits|item)(\.[\w$-]{1,60}){1,6}|name")
LONGEST = 200
STEP = Decimal("0.0001")
LARGEST = Decimal(10) ** 12


class NoExpression(BleibError):
    """The text is none."""


def parsed(text: str) -> Sequence[Sequence[str]]:
    """Alternatives, each a product of factors. Raises NoExpression."""
    if len(text) > LONGEST:
        raise NoExpression(_("At most 200 characters."))
    if text.startswith("="):
        return [[text]]
    alternatives = [[factor.strip() for factor in each.split("*")] for each in text.split("|")]
    for factor in (factor for factors in alternatives for factor in factors):
        if not PATH.fullmatch(factor.removeprefix("-").strip()):
            told = _("“%(text)s” is no place in an event, such as properties.total.") % {"text": factor}
            raise NoExpression(told)
    return alternatives


_parsed = cache(parsed)


def text(expression: str, values: Mapping[str, Any]) -> str | None:
    """The first alternative that is a text or number, as text."""
    if expression.startswith("="):
        return expression[1:]
    for [factor, *_more] in _parsed(expression):
        value = _at(factor, values)
        if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:LONGEST]
    return None


def number(expression: str, values: Mapping[str, Any]) -> Decimal | None:
    """The first alternative of which every factor is a number, to four decimals."""
    for factors in _parsed(expression):
        found = [_number(_at(factor.removeprefix("-").strip(), values), factor.startswith("-")) for factor in factors]
        if None not in found:
            product = reduce(mul, [each for each in found if each is not None])
            return product.quantize(STEP) if abs(product) < LARGEST else None
    return None


def raw(expression: str, values: Mapping[str, Any]) -> Any:
    """The first alternative that is there, as it is."""
    if expression.startswith("="):
        return expression[1:]
    found = (_at(factors[0], values) for factors in _parsed(expression))
    return next((value for value in found if value is not None), None)


def _at(path: str, values: Mapping[str, Any]) -> Any:
    value: Any = values
    for step in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def _number(value: Any, negative: bool) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        read = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    if not read.is_finite() or abs(read) >= LARGEST:
        return None
    return -read if negative else read
