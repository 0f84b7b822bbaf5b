"""What is wrong with a file of rules is told in German as well."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bleib.rules
from bleib.rules.errors import Problem
from bleib.rules.german import in_german, sentences
from bleib.rules.yaml_file import FileError, read

ROOMS = Path(bleib.rules.__file__).parents[1]
FILES = [*(ROOMS / "rules").glob("*.py"), *(ROOMS / room / "understanding.py" for room in ("lights", "segments"))]
NOTES = ("wrong", "once", "Problem", "Wrong")


def said(node: ast.AST) -> str | None:
    """A text of the code, {} for each value."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def problems() -> Iterator[str]:
    """Everything that the code notes as wrong, and what to do: arguments, and what `what` and `todo` are."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            told: list[ast.expr] = []
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in NOTES:
                told = [*node.args, *(each.value for each in node.keywords)]
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("what", "todo"):
                told = [node.value]
            texts = [text for each in told for part in _branches(each) if (text := said(part))]
            yield from (text for text in texts if " " in text)


def _branches(node: ast.expr) -> list[ast.expr]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def test_every_problem_has_a_german_sentence():
    found = set(problems())
    assert len(found) > 60
    assert {text for text in found if text not in sentences()} == set()


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("There is no field 'a is b'.", "Ein Feld 'a is b' gibt es nicht."),
        ("Did you mean 'one' or 'two'?", "Ist 'one' oder 'two' gemeint?"),
        ("There are: a, b and 3 more.", "Es gibt: a, b und 3 weitere."),
        ("There are two rules with the key 'x'.", "Zweimal der Schlüssel 'x' (rule)."),
        ("Nobody has translated this.", "Nobody has translated this."),
    ],
)
def test_values_stand_where_they_belong(english, german):
    assert in_german(english) == german


def test_a_file_says_its_lines_in_the_readers_language():
    with pytest.raises(FileError) as caught:
        read("a: 1\na: 2\n")
    assert str(caught.value.said_in("de-at")) == "Zeile 2, $.a: Das steht hier zweimal. Bitte eines davon entfernen."
    assert caught.value.said_in("en") is caught.value
    assert Problem("$", "Which facts?").said_in("de").what == "Welche Fakten?"
