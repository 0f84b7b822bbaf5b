"""Finding a name in the texts of a database, however it is written there.

Databases differ in whose capitals they fold (SQLite: only those of ASCII), accents may be composed or not, JSON and
addresses encode letters. So a name becomes a regular expression that spells all of this out, and that means the same
to PostgreSQL and to Python, which SQLite asks. Use it with `iregex`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import quote_plus

_BREAK = r"\W|_|\\[nrt]|%[0-9A-F]{2}"  # between words: also as JSON and addresses write it


def naming(names: Iterable[str], *, after: str = "") -> str:
    """The expression that finds any of the names as whole words; `after`: an expression that has to stand before."""
    said = "|".join(_said(normalize("NFC", name)) for name in sorted(names, key=len, reverse=True))
    return rf"{after or f'(^|{_BREAK})'}({said})($|{_BREAK})"


def in_parameter(name: str) -> str:
    """What stands before a word in a parameter of an address, for `after`."""
    return rf"(^|[?&]){re.escape(name)}=([^&]*([^&\w]|%[0-9A-F]{{2}}))?"


def plain_part(name: str) -> str:
    """The longest run of letters and digits that no way of writing changes: cheap to look for first; may be empty."""
    return max(re.findall(r"[A-Za-z0-9]+", normalize("NFC", name)), key=len, default="")


@lru_cache(maxsize=256)
def _said(name: str) -> str:
    return rf"({_BREAK})+".join("".join(map(_letter, word)) for word in name.split())


@lru_cache(maxsize=1024)
def _letter(letter: str) -> str:
    if letter.isascii() and letter.isalnum():
        return letter
    cases = {letter, letter.lower(), letter.upper()}
    composed = {normalize(form, each) for each in cases for form in ("NFC", "NFD")}
    written = {way(each) for each in composed for way in (str, quote_plus, _in_json)}
    return f"({'|'.join(sorted(map(re.escape, written)))})"


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]
