"""Whether a text names somebody: whole words, whatever the capitals, accents and encoding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bleib.kernel.naming import naming


def mentions(text: str, names: Iterable[str]) -> bool:
    """Nobody is mentioned where no name is asked for."""
    pattern = _pattern(tuple(names))
    return pattern is not None and pattern.search(text) is not None


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(naming(names), re.IGNORECASE) if names else None
