"""From data to a definition: every name and value is checked, all problems are told at once with their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Any

from bleib.lights.definition import LANGUAGES, Definition, RuleText, SetText, Texts
from bleib.lights.yaml_file import FileError, Lines, line_of, read
from bleib.rules.errors import RuleError, instead
from bleib.rules.parsing import parse
from bleib.rules.reader import Desk
from bleib.rules.vocabulary import Vocabulary

DEFAULT = files("bleib.lights") / "default.yaml"
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
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
    reader = _Reader(vocabulary)
    found = reader.definition(data)
    if reader.desk.problems:
        raise FileError([(line_of(each.path, lines or {}), each) for each in reader.desk.problems])
    return found


class _Reader:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary, self.desk = vocabulary, Desk()
        self.keys: dict[str, set[str]] = {"set": set(), "rule": set()}

    def definition(self, data: Any) -> Definition:
        if not isinstance(data, Mapping) or data.get("lights") != 1:
            self.desk.wrong("$", "This is no file of light rules.", "It has to begin with `lights: 1`.")
            return Definition(())
        self.desk.only(data, ("lights", "sets"), "$")
        sets = tuple(self.set_(each, path) for path, each in self._listed(data.get("sets"), "$.sets"))
        if sum(len(each.rules) for each in sets) > MOST_RULES:
            self.desk.wrong("$.sets", f"There are more than {MOST_RULES} rules.", "Nobody could read the reasons.")
        return Definition(sets)

    def set_(self, data: Any, path: str) -> SetText:
        data = self._mapping(data, path, OF_SETS)
        return SetText(
            key=self._key(data, path, "set"),
            name=self._texts(data, path, "name", needed=True),
            rules=tuple(self.rule(each, at) for at, each in self._listed(data.get("rules"), f"{path}.rules")),
            applies=self._condition(data.get("applies"), f"{path}.applies") if "applies" in data else None,
            goes_on=self._flag(data, path, "goes_on", default=False),
        )

    def rule(self, data: Any, path: str) -> RuleText:
        data = self._mapping(data, path, OF_RULES)
        if data.get("light") not in LIGHTS:
            self.desk.wrong(f"{path}.light", f"{data.get('light')!r} is no light of a rule.", "Write yellow or red.")
        because = self._texts(data, path, "because")
        for language, text in because.items():
            self._fields(text, f"{path}.because.{language}")
        return RuleText(
            key=self._key(data, path, "rule"),
            light=str(data.get("light")),
            when=self._condition(data.get("when"), f"{path}.when"),
            name=self._texts(data, path, "name", needed=True),
            because=because,
            advice=self._texts(data, path, "advice"),
            active=self._flag(data, path, "active", default=True),
        )

    def _condition(self, data: Any, path: str) -> Mapping[str, Any]:
        try:
            return parse(data, self.vocabulary).to_json()
        except RuleError as error:
            for each in error.under(path).problems:
                self.desk.wrong(each.path, each.what, each.todo)
            return {}

    def _fields(self, text: str, path: str) -> None:
        """The fields that a sentence names, and no other use of braces."""
        for name in FIELD.findall(text):
            if name not in self.vocabulary.fields:
                self.desk.wrong(path, f"There is no field {name!r}.", instead(name, self.vocabulary.fields))
        if set(FIELD.sub("", text)) & set("{}"):
            self.desk.wrong(path, "Braces stand around names of fields only.", "Write {days_since_order} or the like.")

    def _key(self, data: Mapping[str, Any], path: str, kind: str) -> str:
        key = str(data.get("key", ""))
        if not KEY.fullmatch(key):
            todo = "Write up to 40 small letters, digits, - and _."
            self.desk.wrong(f"{path}.key", f"{key!r} is no key." if key else "The key is missing.", todo)
        elif key in self.keys[kind]:
            self.desk.wrong(f"{path}.key", f"There are two {kind}s with the key {key!r}.", "Reasons name rules by it.")
        self.keys[kind].add(key)
        return key

    def _texts(self, data: Mapping[str, Any], path: str, name: str, *, needed: bool = False) -> Texts:
        said = data.get(name)
        given = dict.fromkeys(LANGUAGES, said) if isinstance(said, str) else said or {}
        if not isinstance(given, Mapping):
            self.desk.wrong(f"{path}.{name}", "This is no text.", "Write one, or {de: ..., en: ...}.")
            return {}
        self.desk.only(given, LANGUAGES, f"{path}.{name}")
        texts = {language: given[language] for language in LANGUAGES if given.get(language)}
        for language, text in texts.items():
            if not isinstance(text, str) or len(text) > LONGEST[name]:
                self.desk.wrong(f"{path}.{name}.{language}", f"A text of at most {LONGEST[name]} characters is needed.")
        if needed and not texts:
            self.desk.wrong(f"{path}.{name}", f"The {name} is missing.", "Write {de: ..., en: ...}.")
        return {language: str(text) for language, text in texts.items()}

    def _flag(self, data: Mapping[str, Any], path: str, name: str, *, default: bool) -> bool:
        given = data.get(name, default)
        if not isinstance(given, bool):
            self.desk.wrong(f"{path}.{name}", f"{given!r} is neither true nor false.")
        return bool(given)

    def _mapping(self, data: Any, path: str, known: Collection[str]) -> Mapping[str, Any]:
        if not isinstance(data, Mapping):
            self.desk.wrong(path, "This is no set or rule.", f"It has these parts: {', '.join(known)}.")
            return {}
        self.desk.only(data, known, path)
        return data

    def _listed(self, data: Any, path: str) -> list[tuple[str, Any]]:
        if not isinstance(data, list):
            self.desk.wrong(path, "A list is missing here.")
            return []
        return [(f"{path}[{place}]", each) for place, each in enumerate(data)]
