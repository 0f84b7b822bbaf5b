"""The language of what a command prints: `--lang`, else the one of the user's locale."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """Languages Bleib speaks."""

    DE = "de"
    EN = "en"


def preferred(environment: Mapping[str, str] = os.environ) -> Language:
    """German where the locale for messages is a German one, else English. The first variable that is set decides."""
    settings = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, settings), "")
    return Language.DE if locale.lower().startswith("de") else Language.EN


LangOption = Annotated[
    Language,
    typer.Option("--lang", default_factory=preferred, show_default="your locale", help="Language of the output."),
]
