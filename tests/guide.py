"""The last part of docs/guide.de.md and docs/guide.en.md, from the definitions: `python -m tests.guide` renews it."""

from __future__ import annotations

import os
from pathlib import Path

import django

DOCS = Path(__file__).parents[1] / "docs"
HEADINGS = {"de": "## Alle Kennzahlen", "en": "## Every figure"}
INTRODUCTIONS = {
    "de": "Dieselben Sätze wie auf der Seite *Definitionen*, die auch das SQL zeigt; mehr: [metrics.md](metrics.md).",
    "en": "The same sentences as on the page *Definitions*, which also shows the SQL; more: [metrics.md](metrics.md).",
}


def guide(language: str) -> Path:
    return DOCS / f"guide.{language}.md"


def renewed(language: str) -> str:
    """The page with its last part as the definitions are now."""
    written, heading, _old = guide(language).read_text(encoding="utf-8").partition(HEADINGS[language])
    return "\n\n".join([f"{written}{heading}", INTRODUCTIONS[language], *_themes(language)]) + "\n"


def _themes(language: str) -> list[str]:
    from django.utils.translation import override

    from bleib.console.definitions.themes import by_theme

    with override(language):
        return [
            "\n".join([
                f"### {heading}",
                "",
                *(f"- **{each.label(language)}** – {each.meaning(language)}" for each in metrics),
            ])
            for heading, metrics in by_theme()
        ]  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    for each in HEADINGS:
        guide(each).write_text(renewed(each), encoding="utf-8")
