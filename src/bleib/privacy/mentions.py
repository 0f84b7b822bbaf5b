"""Whether a text names somebody: whole words, whatever the capitals and however accents are composed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize


def mentions(text: str, names: Iterable[str]) -> bool:
    pattern = _pattern(tuple(names))
    return pattern is not None and pattern.search(_plain(text)) is not None


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    words = "|".join(re.escape(_plain(name)) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None


def _plain(text: str) -> str:
    return normalize("NFC", text).casefold()
