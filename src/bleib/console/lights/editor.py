"""The condition of a rule while it is edited: as lines, or as text where it nests deeper than lines show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bleib.console.lights.reading import Read, read, settled, written
from bleib.console.lights.rows import Lines, renumbered
from bleib.console.lights.shown import ShownLines, said
from bleib.lights.api import vocabulary
from bleib.rules.errors import RuleError
from bleib.rules.parsing import parse
from bleib.rules.vocabulary import Vocabulary

LONGEST = 20_000


@dataclass(frozen=True)
class Editor:
    """`text`: None where lines are edited. `was_changed`: by a button of the lines. `is_told`: errors are shown."""

    lines: Lines
    text: str | None = None
    was_changed: bool = False
    is_told: bool = False

    @classmethod
    def of(cls, condition: Mapping[str, Any] | None) -> Editor:
        """Of a stored condition; an empty line where there is none."""
        if condition is None:
            return cls(Lines())
        lines = written(condition, vocabulary())
        return cls(Lines(), json.dumps(condition, ensure_ascii=False, indent=2)) if lines is None else cls(lines)

    @classmethod
    def typed(cls, data: QueryDict) -> Editor:
        """As it was typed, after the button that was pressed."""
        if "condition" in data:
            return cls(Lines(), str(data["condition"])[:LONGEST])
        lines, verb = settled(Lines.of(data), vocabulary()), data.get("do", "")
        if verb.partition(":")[0] in ("and", "or", "remove", "show"):
            return cls(Lines(renumbered(lines.changed(verb).lines)), was_changed=True)
        return cls(lines)

    def told(self) -> Editor:
        """The same, and what is wrong is said."""
        return replace(self, is_told=True)

    @property
    def condition(self) -> Mapping[str, Any] | None:
        """What it says, or None where something is wrong."""
        return self._read.condition

    @property
    def error(self) -> str:
        """Of a text."""
        return self._read.errors.get(0, "") if self.text is not None else ""

    @property
    def says(self) -> str:
        return said(self.condition, self.words) if self.condition is not None else ""

    @cached_property
    def words(self) -> Vocabulary:
        return vocabulary(choices=True)

    @cached_property
    def shown(self) -> ShownLines:
        return ShownLines.of(self.lines, self._read, words=self.words, told=self.is_told)

    @cached_property
    def _read(self) -> Read:
        return read(self.lines, self.words) if self.text is None else _read_text(self.text, self.words)


def _read_text(text: str, words: Vocabulary) -> Read:
    try:
        return Read(parse(json.loads(text), words).to_json(), {})
    except (ValueError, RecursionError) as error:
        return Read(None, {0: _("This is no JSON: %(why)s") % {"why": error}})
    except RuleError as error:
        return Read(None, {0: str(error)})
