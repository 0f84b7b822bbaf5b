"""Texts in both languages."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("de", "en")
Texts = Mapping[str, str]  # by language


def told(given: Texts) -> Texts:
    """Without the languages in which nothing is said."""
    return {language: text for language, text in given.items() if text}
