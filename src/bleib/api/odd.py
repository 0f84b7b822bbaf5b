"""JSON that can be read and still is none for us: nested too deep, or with letters that no database takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from bleib.api.problems import Refused, Wrong

DEEPEST = 32  # nested lists and objects; no request needs more than a dozen
MOST = 30_000  # values; 500 facts with all their props are 16,000


def refuse_odd(value: object) -> None:
    """Walk through it all. Raises Refused, which names the place."""
    _refuse(value, "body", level=0, seen=count(1))


def _refuse(value: object, where: str, *, level: int, seen: Iterator[int]) -> None:
    if next(seen) > MOST:
        raise Refused(400, f"The body has more than {MOST:,} values. Send it in parts.")
    if isinstance(value, str):
        _refuse_letters(value, where)
        return
    if not isinstance(value, dict | list):
        return
    if level >= DEEPEST:
        raise Refused(400, f"The body is nested deeper than {DEEPEST} levels.")
    for name, each in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(name, str):
            _refuse_letters(name, where)
        _refuse(each, f"{where}.{name}", level=level + 1, seen=seen)


def _refuse_letters(text: str, where: str) -> None:
    """The letter 0, and halves of pairs (U+D800 to U+DFFF) without their other half."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "\0"
    if "\0" in text:
        raise Refused(422, wrong=[Wrong(where, "This text has letters that cannot be kept.")])
