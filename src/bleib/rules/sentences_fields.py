"""Conditions over fields in words."""

from __future__ import annotations

from bleib.rules.conditions import Compare, FieldCondition
from bleib.rules.counts import OPPOSITE, counted, is_none
from bleib.rules.phrases import Speaker
from bleib.rules.vocabulary import Field, Kind, Moves


def field_phrase(condition: FieldCondition, speaker: Speaker, *, negated: bool) -> str:
    """The condition or its opposite. What is not known meets the opposite too, which says so where it is not plain."""
    field, compare = condition.field, condition.compare
    if isinstance(compare.value, bool):
        negated, compare = negated is compare.value, Compare(compare.op, True)
    if not negated or compare.op not in OPPOSITE:
        return _phrase(field, compare, speaker, negated=negated)
    opposite = Compare(OPPOSITE[compare.op], compare.value)
    said = _phrase(field, opposite, speaker, negated=False)
    # Who has none of something has none, whether anybody knows or not.
    if field.nouns is not None and is_none(opposite):
        return said
    return speaker.say("join", "unknown", said=said)


def _phrase(field: Field, compare: Compare, speaker: Speaker, *, negated: bool) -> str:
    if field.nouns is not None and compare.op != "known":
        return counted(field.nouns, compare, speaker, negated=negated)
    name = f"not_{compare.op}" if negated else compare.op
    return speaker.say(_section(field, compare), name, label=speaker.label(field), **_value(field, compare, speaker))


def _section(field: Field, compare: Compare) -> str:
    if compare.op == "known":
        return "field"
    if field.moves in (Moves.WITH_DAY, Moves.TOWARDS_DAY) and field.of_en:
        counted_ = "ago" if field.moves is Moves.WITH_DAY else "ahead"
        return counted_ if field.per is None else "rhythm"
    return field.kind.value if field.kind in (Kind.DATE, Kind.FLAG, Kind.DAYS) else "field"


def _value(field: Field, compare: Compare, speaker: Speaker) -> dict[str, object]:
    if compare.value is True:
        return {}
    days = field.kind is Kind.DAYS or type(compare.value) is int
    counted_ = {"n": int(compare.value)} if days else {}  # type: ignore[arg-type]
    return {"value": speaker.value(field, compare.value), **counted_}
