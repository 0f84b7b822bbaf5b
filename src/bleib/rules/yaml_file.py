"""YAML in and out. What is wrong in a file is told all at once, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from bleib.kernel.errors import UsageError
from bleib.rules.errors import Problem
from bleib.rules.limits import LONGEST_YAML

STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
MOST_NODES = 20_000

Lines = Mapping[str, int]


class FileError(UsageError):
    """A file of rules cannot be understood. `problems`: line (None: the whole file) and what is wrong there."""

    def __init__(self, problems: list[tuple[int | None, Problem]], *, line: str = "line") -> None:
        self.problems = problems
        super().__init__("\n".join(f"{line} {number}, {each}" if number else str(each) for number, each in problems))

    def said_in(self, lang: str | None) -> FileError:
        """The same in German (`de`, `de-at` ...), else in English."""
        if not (lang or "").startswith("de"):
            return self
        return FileError([(number, each.said_in("de")) for number, each in self.problems], line="Zeile")


def read(text: str) -> tuple[Any, Lines]:
    """The data of a YAML file, and the line on which each part stands by its path ("$.sets[0].key"). FileError."""
    if len(text) > LONGEST_YAML:
        raise FileError([(None, Problem("$", f"The file is longer than {LONGEST_YAML:,} characters."))])
    try:
        _refuse_aliases(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is None:
            raise FileError([(None, Problem("$", "The file is empty.", "`export` writes one."))])
        lines = _lines_of(node)
        return _plain(yaml.SafeLoader("").construct_document(node)), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"This is no YAML: {error.problem or error.context}."
        raise FileError([(mark.line + 1 if mark else None, Problem("$", what))]) from error
    except yaml.YAMLError as error:
        raise FileError([(None, Problem("$", f"This is no YAML: {error}."))]) from error
    except RecursionError as error:
        raise FileError([(None, Problem("$", "The file is nested too deeply."))]) from error


def write(data: Any) -> str:
    """The text of a YAML file, in the order of the data."""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)


def line_of(path: str, lines: Lines) -> int | None:
    """The line on which a path stands; of something that is missing, the line of what should hold it."""
    while path not in lines and path:
        path = path[: max(path.rfind("."), path.rfind("["))] if path.rfind(".") + path.rfind("[") > -2 else ""
    return lines.get(path)


def _refuse_aliases(text: str) -> None:
    """With them a small file says the same a billion times, or itself."""
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AliasToken):
            what = Problem("$", f"'*{token.value}' repeats another part.", "Write it out.")
            raise FileError([(token.start_mark.line + 1, what)])


def _lines_of(top: yaml.Node) -> dict[str, int]:
    lines: dict[str, int] = {}
    problems: list[tuple[int | None, Problem]] = []
    for path, node in _walk(top, "$"):
        if path in lines:
            problems.append((node.start_mark.line + 1, Problem(path, "This stands here twice.", "Leave one.")))
        lines[path] = node.start_mark.line + 1
        if len(lines) > MOST_NODES:
            raise FileError([(None, Problem("$", f"The file says more than {MOST_NODES:,} things."))])
    if problems:
        raise FileError(problems)
    return lines


def _walk(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.Node]]:
    yield path, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, f"{path}.{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from _walk(value, f"{path}[{place}]")


def _plain(data: Any) -> Any:
    """As JSON has it: YAML makes dates of what looks like one, and keys of anything."""
    if isinstance(data, Mapping):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(each) for each in data]
    return data.isoformat() if isinstance(data, date) else data
