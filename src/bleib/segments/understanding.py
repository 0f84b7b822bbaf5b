"""From data to a definition: every name and value is checked, all problems are told at once with their place."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from typing import Any

from bleib.rules.conditions import Rule
from bleib.rules.errors import RuleError
from bleib.rules.file_reader import FileReader
from bleib.rules.parsing import parse
from bleib.rules.vocabulary import Vocabulary
from bleib.rules.yaml_file import Lines, read
from bleib.segments.definition import Definition, SegmentText
from bleib.segments.models import Subject
from bleib.segments.references import MOST_CONDITIONS, asked_for, circles, names_no_segment, sizes
from bleib.segments.vocabulary import vocabulary

READY_MADE = files("bleib.segments") / "default.yaml"
LONGEST = {"name": 120}
PARTS = ("key", "name", "subject", "when", "active")
MOST_SEGMENTS = 200


def definition_of_text(text: str) -> Definition:
    """What a YAML file says. FileError with all that is wrong, and the lines."""
    data, lines = read(text)
    return definition_of(data, lines=lines)


def ready_made_data() -> Any:
    """The segments that every installation starts with, as they stand in the file."""
    return read(READY_MADE.read_text(encoding="utf-8"))[0]


def definition_of(data: Any, *, lines: Lines | None = None) -> Definition:
    """What JSON of the form that `Definition.to_json` writes says. FileError with all that is wrong."""
    named = _named(data)
    words = {subject: vocabulary(subject, named=named) for subject in Subject.values}
    reader = _Reader(words)
    return reader.checked(reader.definition(data), lines)


def parsed(definition: Definition) -> dict[str, Rule]:
    """The rules of a definition by key; without those that ask for what is gone, and those that ask for them."""
    names = {subject: {each.key: each.name for each in definition.segments if each.subject == subject}
             for subject in Subject.values}  # fmt: skip
    words = {subject: vocabulary(subject, named=names) for subject in Subject.values}
    found: dict[str, Rule] = {}
    for each in definition.segments:
        with suppress(RuleError):
            found[each.key] = parse(each.when, words[each.subject])
    while lost := [key for key, rule in found.items() if any(each not in found for each in asked_for(rule))]:
        for key in lost:
            del found[key]
    return found


class _Reader(FileReader):
    """Knows the words of both subjects."""

    def __init__(self, words: Mapping[str, Vocabulary]) -> None:
        super().__init__(words[Subject.CUSTOMER], longest=LONGEST)
        self.words = words

    def definition(self, data: Any) -> Definition:
        if not isinstance(data, Mapping) or data.get("segments") != 1:
            self.desk.wrong("$", "This is no file of segments.", "It has to begin with `segments: 1`.")
            return Definition(())
        self.desk.only(data, ("segments", "list"), "$")
        listed = self.listed(data.get("list"), "$.list")
        if len(listed) > MOST_SEGMENTS:
            self.desk.wrong("$.list", f"There are more than {MOST_SEGMENTS} segments.", "Nobody could tell them apart.")
            return Definition(())
        found = Definition(tuple(self.segment(each, path) for path, each in listed))
        if not self.desk.problems:
            self._check_references(found)
        return found

    def segment(self, data: Any, path: str) -> SegmentText:
        data = self.mapping(data, path, PARTS)
        subject = data.get("subject", Subject.CUSTOMER.value)
        if subject not in self.words:
            self.desk.wrong(f"{path}.subject", f"{subject!r} is no subject.", "Write customer or contact.")
            subject = Subject.CUSTOMER.value
        self.vocabulary = self.words[subject]
        return SegmentText(
            key=self.key(data, path, "segment"),
            when=self.condition(data.get("when"), f"{path}.when"),
            name=self.texts(data, path, "name", needed=True),
            subject=str(subject),
            active=self.flag(data, path, "active", default=True),
        )

    def condition(self, data: Any, path: str) -> Mapping[str, Any]:
        """As everywhere, and segments are asked for by name."""
        found = super().condition(data, path)
        if found and names_no_segment(parse(found, self.vocabulary)):
            self.desk.wrong(path, "Nobody can say whether a segment is known.", "Name one: has or has_any.")
        return found

    def _check_references(self, found: Definition) -> None:
        """Segments may ask for each other, never in a circle, and not without end."""
        rules = parsed(found)
        place = {each.key: f"$.list[{n}].when" for n, each in enumerate(found.segments)}
        paths = list(circles(rules))
        for path in paths:
            what = f"These segments ask for each other in a circle: {' -> '.join(path)}."
            self.desk.wrong(place[path[0]], what, "Take one of them out of the other's condition.")
        for key, size in sizes(rules).items() if not paths else ():
            if size > MOST_CONDITIONS:
                what = f"With those it asks for, the segment has {size:,} conditions; {MOST_CONDITIONS:,} are possible."
                self.desk.wrong(place[key], what, "Ask for fewer segments.")


def _named(data: Any) -> dict[str, dict[str, Any]]:
    """Names of all segments in the data, as far as it can be understood: they may ask for each other."""
    named: dict[str, dict[str, Any]] = {subject: {} for subject in Subject.values}
    listed = data.get("list") if isinstance(data, Mapping) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, Mapping) and isinstance(each.get("key"), str):
            of_subject = named.get(str(each.get("subject", Subject.CUSTOMER.value)), {})
            name = each.get("name")
            of_subject[each["key"]] = name if isinstance(name, Mapping) else {}
    return named
