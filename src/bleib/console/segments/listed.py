"""Segments as the list shows them: a sentence, how many, how they changed, and their lights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from bleib.console.conditions.wording import language, said
from bleib.lights.api import Colour
from bleib.rules.vocabulary import Vocabulary
from bleib.segments.api import Segment, Subject, Summary, vocabulary

Lights = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Listed:
    """`change`: how many more than 30 days ago; None where nobody knows. `trend`: at the ends of months."""

    segment: Segment
    name: str
    says: str
    count: int
    change: int | None
    trend: Sequence[int]
    lights: Lights


@dataclass(frozen=True)
class Group:
    name: str
    title: str | Promise
    segments: Sequence[Listed]


def listed(found: Iterable[Summary]) -> list[Listed]:
    """Segments in words."""
    words = {subject: vocabulary(subject) for subject in Subject.values}
    return [_one(each, words[each.segment.subject]) for each in found]


def worst_first(lights: Mapping[Colour, int]) -> Lights:
    """Those there are any of."""
    return [(each.value, lights[each]) for each in reversed(Colour) if lights.get(each)]


def known(members: Iterator[int | None]) -> list[int]:
    return [each for each in members if each is not None]


def _one(found: Summary, words: Vocabulary) -> Listed:
    return Listed(
        segment=found.segment,
        name=found.segment.name(language()),
        says=said(found.segment.condition, words),
        count=found.count,
        change=None if found.before is None else found.count - found.before,
        trend=known(each.members for each in found.trend),
        lights=worst_first(found.lights),
    )
