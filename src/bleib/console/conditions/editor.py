"""The condition while it is edited: one editor for lights, segments and whoever comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from bleib.console.conditions import wording
from bleib.console.conditions.form import typed
from bleib.console.conditions.reading import Read, read
from bleib.console.conditions.settling import settled
from bleib.console.conditions.shown import ShownGroup, shown
from bleib.console.conditions.typed import ROOT, Group
from bleib.console.conditions.verbs import changed
from bleib.console.conditions.writing import written
from bleib.rules.conditions import Whose
from bleib.rules.vocabulary import Vocabulary


@dataclass(frozen=True)
class Area:
    """Who edits: the words that a condition may use (with choices), and the names of the two addresses that answer
    while it is typed: its lines (parts.lines) and how many it holds for (parts.preview). `subject`: of whom it is."""

    words: Callable[[], Vocabulary]
    lines: str
    preview: str
    subject: str = "customer"


@dataclass(frozen=True)
class Editor:
    """`was_changed`: by a button of the editor. `focus`: id of what is typed into next. `is_told`: also what is
    missing is said, not just what is wrong."""

    area: Area
    typed: Group
    was_changed: bool = False
    focus: str = ""
    is_told: bool = False

    @classmethod
    def of(cls, condition: Mapping[str, Any] | None, area: Area) -> Editor:
        """Of a stored condition; an empty line where there is none."""
        return cls(area, Group() if condition is None else written(condition, area.words()))

    @classmethod
    def sent(cls, data: QueryDict, area: Area) -> Editor:
        """As it was typed, after the button that was pressed."""
        group, words = typed(data), area.words()
        after = changed(group, str(data.get("do", "")))
        if after is None:
            return cls(area, settled(group, words))
        return cls(area, settled(after[0], words), was_changed=True, focus=after[1])

    def told(self) -> Editor:
        """The same, and what is missing is said."""
        return replace(self, is_told=True)

    @property
    def condition(self) -> Mapping[str, Any] | None:
        """What it says, or None where something is wrong or missing."""
        return self._read.condition

    @property
    def says(self) -> str:
        """The sentence; empty where there is none."""
        return wording.said(self.condition, self.words) if self.condition is not None else ""

    @property
    def error(self) -> str:
        """What is wrong with the whole."""
        return self.problem(ROOT)

    def problem(self, name: str) -> str:
        """What is wrong with the input of this name."""
        found = self._read.problems.get(name)
        return found.says if found and (self.is_told or not found.is_missing) else ""

    @property
    def lines_address(self) -> str:
        return reverse(self.area.lines)

    @property
    def preview_address(self) -> str:
        return reverse(self.area.preview)

    @cached_property
    def words(self) -> Vocabulary:
        return self.area.words()

    @cached_property
    def shown(self) -> ShownGroup:
        return shown(self.typed, self.words)

    @cached_property
    def fields(self) -> Sequence[tuple[str, wording.Choices]]:
        return list(wording.fields(self.words))

    @property
    def types(self) -> wording.Choices:
        return [(value.partition(":")[2], label) for value, label in wording.types()]

    @property
    def joins(self) -> wording.Choices:
        return wording.JOINS

    @property
    def holds(self) -> wording.Choices:
        return wording.HOLDS

    @property
    def whose(self) -> wording.Choices:
        """Whose events may be meant; nothing to choose where the condition is about customers."""
        return wording.WHOSE if self.words.subject == Whose.CONTACT else ()

    @property
    def times(self) -> wording.Choices:
        return wording.TIMES

    @cached_property
    def _read(self) -> Read:
        return read(self.typed, self.words)
