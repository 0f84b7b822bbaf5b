"""What is wrong with a rule, in German: each English sentence has its own in german.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

# Between values that are listed: "'a' or 'b'", "all and any", "a, b and 3 more".
LISTED = {" or ": " oder ", " more": " weitere", " and ": " und "}
VALUE, PLACE = "{}", re.compile(r"\{\d?\}")


def in_german(text: str) -> str:
    """The German sentence; the English one where there is no other."""
    for pattern, german in _patterns():
        if found := pattern.fullmatch(text):
            return _filled(german, [_listed(each) for each in found.groups()])
    return text


@cache
def sentences() -> Mapping[str, str]:
    """English to German; {} are values, {0} and {1} those of the English sentence in another order."""
    return tomllib.loads((files("bleib.rules") / "german.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Those with the most words of their own first: a value may be anything."""
    known = sorted(sentences().items(), key=lambda each: -len(each[0].replace(VALUE, "")))
    parts = ((map(re.escape, english.split(VALUE)), german) for english, german in known)
    return [(re.compile("(.*)".join(words), re.DOTALL), german) for words, german in parts]


def _filled(german: str, values: Sequence[str]) -> str:
    following = iter(values)
    return PLACE.sub(lambda place: next(following) if place[0] == VALUE else values[int(place[0][1])], german)


def _listed(value: str) -> str:
    for english, german in LISTED.items():
        value = value.replace(english, german)
    return value
