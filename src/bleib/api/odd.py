"""JSON that can be read and still is none for us: nested too deep, or with letters that no database takes."""

from __future__ import annotations

from bleib.api.problems import Refused, Wrong

DEEPEST = 32  # nested lists and objects; no request needs more than a dozen


def refuse_odd(value: object, where: str = "body", level: int = 0) -> None:
    """Walk through it all. Raises Refused, which names the place."""
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
        refuse_odd(each, f"{where}.{name}", level + 1)


def _refuse_letters(text: str, where: str) -> None:
    """The letter 0, and halves of pairs (U+D800 to U+DFFF) without their other half."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "\0"
    if "\0" in text:
        raise Refused(422, wrong=[Wrong(where, "This text has letters that cannot be kept.")])
