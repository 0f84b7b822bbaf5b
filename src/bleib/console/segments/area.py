"""Conditions of segments: in the words of their subject; a segment does not ask for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bleib.console.conditions.editor import Area
from bleib.rules.vocabulary import Vocabulary
from bleib.segments.api import IN_SEGMENT, Subject, vocabulary


def area_of(subject: Any, *, own: str = "") -> Area:
    """`subject`: customer or contact, as it was typed; `own`: key of the segment that is edited."""
    known = subject if subject in Subject.values else Subject.CUSTOMER.value
    return Area(_words(known, own), lines="segment_lines", preview="segment_preview", subject=known)


def _words(subject: str, own: str) -> Callable[[], Vocabulary]:
    def words() -> Vocabulary:
        found = vocabulary(subject, choices=True)
        asked = found.fields.get(IN_SEGMENT)
        if asked is None:
            return found
        others = tuple(each for each in asked.choices if each.value != own)
        left = [each for each in found if each is not asked]
        # Without any other there is nothing to ask for.
        return Vocabulary.of([*left, replace(asked, choices=others)] if others else left, subject=subject)

    return words
