"""From data to a definition: every name and value is checked, all problems are told at once with their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from bleib.lights.definition import Definition, RuleText, SetText
from bleib.rules.errors import instead
from bleib.rules.file_reader import FileReader
from bleib.rules.vocabulary import Vocabulary
from bleib.rules.yaml_file import Lines, read

DEFAULT = files("bleib.lights") / "default.yaml"
FIELD = re.compile(r"\{(\w+)\}")
LIGHTS = ("yellow", "red")
LONGEST = {"name": 120, "because": 300, "advice": 300}
OF_SETS = ("key", "name", "applies", "goes_on", "rules")
OF_RULES = ("key", "name", "light", "when", "because", "advice", "active")
MOST_RULES = 200


def definition_of_text(text: str, vocabulary: Vocabulary) -> Definition:
    """What a YAML file says. FileError with all that is wrong, and the lines."""
    data, lines = read(text)
    return definition_of(data, vocabulary, lines=lines)


def default_data() -> Any:
    """The rules that every installation starts with, as they stand in the file."""
    return read(DEFAULT.read_text(encoding="utf-8"))[0]


def default_definition(vocabulary: Vocabulary) -> Definition:
    """The same, understood."""
    return definition_of(default_data(), vocabulary)


def definition_of(data: Any, vocabulary: Vocabulary, *, lines: Lines | None = None) -> Definition:
    """What JSON of the form that `Definition.to_json` writes says. FileError with all that is wrong."""
    reader = _Reader(vocabulary, longest=LONGEST)
    return reader.checked(reader.definition(data), lines)


class _Reader(FileReader):
    def definition(self, data: Any) -> Definition:
        if not isinstance(data, Mapping) or data.get("lights") != 1:
            self.desk.wrong("$", "This is no file of light rules.", "It has to begin with `lights: 1`.")
            return Definition(())
        self.desk.only(data, ("lights", "sets"), "$")
        sets = tuple(self.set_(each, path) for path, each in self.listed(data.get("sets"), "$.sets"))
        if sum(len(each.rules) for each in sets) > MOST_RULES:
            self.desk.wrong("$.sets", f"There are more than {MOST_RULES} rules.", "Nobody could read the reasons.")
        return Definition(sets)

    def set_(self, data: Any, path: str) -> SetText:
        data = self.mapping(data, path, OF_SETS)
        return SetText(
            key=self.key(data, path, "set"),
            name=self.texts(data, path, "name", needed=True),
            rules=tuple(self.rule(each, at) for at, each in self.listed(data.get("rules"), f"{path}.rules")),
            applies=self.condition(data.get("applies"), f"{path}.applies") if "applies" in data else None,
            goes_on=self.flag(data, path, "goes_on", default=False),
        )

    def rule(self, data: Any, path: str) -> RuleText:
        data = self.mapping(data, path, OF_RULES)
        if data.get("light") not in LIGHTS:
            self.desk.wrong(f"{path}.light", f"{data.get('light')!r} is no light of a rule.", "Write yellow or red.")
        because = self.texts(data, path, "because")
        for language, text in because.items():
            self._fields(text, f"{path}.because.{language}")
        return RuleText(
            key=self.key(data, path, "rule"),
            light=str(data.get("light")),
            when=self.condition(data.get("when"), f"{path}.when"),
            name=self.texts(data, path, "name", needed=True),
            because=because,
            advice=self.texts(data, path, "advice"),
            active=self.flag(data, path, "active", default=True),
        )

    def _fields(self, text: str, path: str) -> None:
        """The fields that a sentence names, and no other use of braces."""
        for name in FIELD.findall(text):
            if name not in self.vocabulary.fields:
                self.desk.wrong(path, f"There is no field {name!r}.", instead(name, self.vocabulary.fields))
        if set(FIELD.sub("", text)) & set("{}"):
            self.desk.wrong(path, "Braces stand around names of fields only.", "Write {days_since_order} or the like.")
