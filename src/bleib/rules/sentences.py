"""A rule as a sentence that a person can check: "No order in the last 90 days and (industry is Trade or ...)"."""

from __future__ import annotations

from bleib.rules.conditions import All, AnyOf, Condition, FactCondition, FieldCondition, Not, Rule
from bleib.rules.phrases import Speaker
from bleib.rules.sentences_facts import fact_phrase
from bleib.rules.sentences_fields import field_phrase


def sentence(rule: Rule, lang: str, *, currency: str = "EUR") -> str:
    """The rule in German ("de") or English ("en"), without a full stop. UsageError for another language."""
    said = _phrase(rule.condition, Speaker(lang, currency), negated=False, inner=False)
    return said[:1].upper() + said[1:]


def _phrase(condition: Condition, speaker: Speaker, *, negated: bool, inner: bool) -> str:
    """What holds or, `negated`, does not; `not` moves inwards to where a person would put it."""
    if isinstance(condition, Not):
        return _phrase(condition.of, speaker, negated=not negated, inner=inner)
    if isinstance(condition, FieldCondition):
        return field_phrase(condition, speaker, negated=negated)
    if isinstance(condition, FactCondition):
        return fact_phrase(condition, speaker, negated=negated)
    return _several(condition, speaker, negated=negated, inner=inner)


def _several(condition: All | AnyOf, speaker: Speaker, *, negated: bool, inner: bool) -> str:
    if len(condition.of) == 1:
        return _phrase(condition.of[0], speaker, negated=negated, inner=inner)
    word = "and" if isinstance(condition, All) is not negated else "or"
    parts = [_phrase(each, speaker, negated=negated, inner=True) for each in condition.of]
    joined = speaker.join(parts, word)
    return f"({joined})" if inner else joined
