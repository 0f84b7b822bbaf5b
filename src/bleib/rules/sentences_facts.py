"""Conditions over facts in words."""

from __future__ import annotations

from datetime import timedelta

from bleib.rules.conditions import Between, Compare, Count, Ever, FactCondition, Last, Total, Where, WithinDays
from bleib.rules.counts import OPPOSITE, counted, is_none
from bleib.rules.facts import nouns_of
from bleib.rules.phrases import Speaker
from bleib.rules.vocabulary import Nouns


def fact_phrase(condition: FactCondition, speaker: Speaker, *, negated: bool) -> str:
    """The condition or its opposite."""
    measure = condition.measure
    if isinstance(measure, Count):
        return _count(condition, measure, speaker, negated=negated)
    if isinstance(measure, Total):
        return _total(condition, measure, speaker, negated=negated)
    return _last(condition, measure, speaker, negated=negated)


def _count(condition: FactCondition, measure: Count, speaker: Speaker, *, negated: bool) -> str:
    compare, negated = _turned(measure.compare, negated)
    what = counted(_nouns(condition.types, speaker), compare, speaker, negated=negated)
    never = is_none(compare) and not negated and isinstance(condition.time, Ever)
    time = speaker.say("time", "never") if never else _time(condition, speaker)
    return speaker.say("facts", "counted", what=what, where=_which(condition, speaker), time=time)


def _total(condition: FactCondition, measure: Total, speaker: Speaker, *, negated: bool) -> str:
    compare, negated = _turned(measure.compare, negated)
    name = f"not_{compare.op}" if negated else compare.op
    said = speaker.say("total", name, value=speaker.value(measure.of, compare.value))
    nouns = _nouns(condition.types, speaker)
    many = (nouns.de if speaker.lang == "de" else nouns.en)[1]
    where, time = _which(condition, speaker), _recently(condition, speaker)
    return speaker.say(
        "facts", "total", what=many, where=where, time=time, label=measure.of.label(speaker.lang), said=said
    )


def _last(condition: FactCondition, measure: Last, speaker: Speaker, *, negated: bool) -> str:
    nouns = _nouns(condition.types, speaker)
    what = nouns.de[3] if speaker.lang == "de" else nouns.en[0]
    said = speaker.join([_says(each, speaker) for each in measure.said], "and")
    where, time = _which(condition, speaker), _recently(condition, speaker)
    return speaker.say("facts", "not_last" if negated else "last", what=what, where=where, time=time, said=said)


def _turned(compare: Compare, negated: bool) -> tuple[Compare, bool]:
    """Without "not", where there is a comparison that says the opposite."""
    if negated and compare.op in OPPOSITE:
        return Compare(OPPOSITE[compare.op], compare.value), False
    return compare, negated


def _nouns(types: tuple[str, ...], speaker: Speaker) -> Nouns:
    """What facts of these types are called together."""
    each = [nouns_of(name) for name in types]
    one, many = (speaker.join([nouns.en[n] for nouns in each], "or") for n in range(2))
    de = [speaker.join([nouns.de[n] for nouns in each], "and" if n == 2 else "or") for n in range(4)]
    return Nouns((one, many), tuple(de))


def _time(condition: FactCondition, speaker: Speaker) -> str:
    time = condition.time
    if isinstance(time, WithinDays):
        return speaker.say("time", "within_days", n=time.days)
    if isinstance(time, Between):
        return speaker.say(
            "time", "between", start=speaker.day(time.start), end=speaker.day(time.end - timedelta(days=1))
        )
    return speaker.say("time", "ever")


def _recently(condition: FactCondition, speaker: Speaker) -> str:
    return "" if isinstance(condition.time, Ever) else _time(condition, speaker)


def _which(condition: FactCondition, speaker: Speaker) -> str:
    """Whose they are, and what they say."""
    whose = speaker.say("whose", condition.whose.value) if condition.whose else ""
    return f"{whose}{_where(condition.where, speaker)}"


def _where(where: tuple[Where, ...], speaker: Speaker) -> str:
    return f" {speaker.join([_with(each, speaker) for each in where], 'and')}" if where else ""


def _with(where: Where, speaker: Speaker) -> str:
    without = where.compare.value is False
    return speaker.say("says", "without" if without else "with", said=_says(where, speaker))


def _says(where: Where, speaker: Speaker) -> str:
    label = where.field.label(speaker.lang)
    if isinstance(where.compare.value, bool):
        return label
    return speaker.say("says", where.compare.op, label=label, value=speaker.value(where.field, where.compare.value))
