"""What files of rules have in common: keys, texts in both languages, conditions; all problems are told at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from bleib.rules.errors import RuleError
from bleib.rules.parsing import parse
from bleib.rules.reader import Desk
from bleib.rules.texts import LANGUAGES, Texts
from bleib.rules.vocabulary import Vocabulary
from bleib.rules.yaml_file import FileError, Lines, line_of

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
Read = TypeVar("Read")


class FileReader:
    """Reads the parts of a file; `desk` notes what is wrong. `longest`: of each kind of text, in characters."""

    def __init__(self, vocabulary: Vocabulary, *, longest: Mapping[str, int]) -> None:
        self.vocabulary, self.longest, self.desk = vocabulary, longest, Desk()
        self._keys: dict[str, set[str]] = {}

    def checked(self, found: Read, lines: Lines | None) -> Read:
        """What was read; FileError with all problems, and their lines, where there were any."""
        if self.desk.problems:
            raise FileError([(line_of(each.path, lines or {}), each) for each in self.desk.problems])
        return found

    def condition(self, data: Any, path: str) -> Mapping[str, Any]:
        """The condition as the language writes it."""
        try:
            return parse(data, self.vocabulary).to_json()
        except RuleError as error:
            for each in error.under(path).problems:
                self.desk.wrong(each.path, each.what, each.todo)
            return {}

    def key(self, data: Mapping[str, Any], path: str, kind: str) -> str:
        """The key; no two of one `kind` have the same."""
        key, known = str(data.get("key", "")), self._keys.setdefault(kind, set())
        if not KEY.fullmatch(key):
            todo = "Write up to 40 small letters, digits, - and _."
            self.desk.wrong(f"{path}.key", f"{key!r} is no key." if key else "The key is missing.", todo)
        elif key in known:
            self.desk.wrong(f"{path}.key", f"There are two {kind}s with the key {key!r}.", "Facts name them by it.")
        known.add(key)
        return key

    def texts(self, data: Mapping[str, Any], path: str, name: str, *, needed: bool = False) -> Texts:
        said = data.get(name)
        given = dict.fromkeys(LANGUAGES, said) if isinstance(said, str) else said or {}
        if not isinstance(given, Mapping):
            self.desk.wrong(f"{path}.{name}", "This is no text.", "Write one, or {de: ..., en: ...}.")
            return {}
        self.desk.only(given, LANGUAGES, f"{path}.{name}")
        texts = {language: given[language] for language in LANGUAGES if given.get(language)}
        most = self.longest[name]
        for language, text in texts.items():
            if not isinstance(text, str) or len(text) > most:
                self.desk.wrong(f"{path}.{name}.{language}", f"A text of at most {most} characters is needed.")
        if needed and not texts:
            self.desk.wrong(f"{path}.{name}", f"The {name} is missing.", "Write {de: ..., en: ...}.")
        return {language: str(text) for language, text in texts.items()}

    def flag(self, data: Mapping[str, Any], path: str, name: str, *, default: bool) -> bool:
        given = data.get(name, default)
        if not isinstance(given, bool):
            self.desk.wrong(f"{path}.{name}", f"{given!r} is neither true nor false.")
        return bool(given)

    def mapping(self, data: Any, path: str, known: Collection[str]) -> Mapping[str, Any]:
        """The parts of something; no others than the known ones."""
        if not isinstance(data, Mapping):
            self.desk.wrong(path, "Parts are missing here.", f"There are: {', '.join(known)}.")
            return {}
        self.desk.only(data, known, path)
        return data

    def listed(self, data: Any, path: str) -> list[tuple[str, Any]]:
        """Each of a list, with its path."""
        if not isinstance(data, list):
            self.desk.wrong(path, "A list is missing here.")
            return []
        return [(f"{path}[{place}]", each) for place, each in enumerate(data)]
