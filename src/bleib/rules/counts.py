"""How many there are of something, in words: "at least 3 orders", "no open case"."""

from __future__ import annotations

from decimal import Decimal

from bleib.rules.conditions import Compare
from bleib.rules.phrases import Speaker
from bleib.rules.vocabulary import Nouns

# What holds where the other does not. `is` has no such one.
OPPOSITE = {"at_least": "below", "below": "at_least", "at_most": "above", "above": "at_most"}
NONE = (("at_most", 0), ("below", 1), ("is", 0))
SOME = (("at_least", 1), ("above", 0))


def counted(nouns: Nouns, compare: Compare, speaker: Speaker, *, negated: bool) -> str:
    """So many of them."""
    op, value = compare.op, Decimal(compare.value)  # type: ignore[arg-type]
    if negated:
        op, negated = (OPPOSITE[op], False) if op in OPPOSITE else (op, True)
    if is_none(Compare(op, value)) and not negated:
        return nouns.de[2] if speaker.lang == "de" else f"no {nouns.en[0]}"
    one, many = (nouns.de if speaker.lang == "de" else nouns.en)[:2]
    name = f"not_{op}" if negated else op
    return speaker.say("count", name, value=speaker.count(value), what=one if value == 1 else many)


def is_none(compare: Compare) -> bool:
    return (compare.op, compare.value) in NONE
