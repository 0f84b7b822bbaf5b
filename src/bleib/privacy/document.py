"""Writes docs/privacy.md from the declarations: `python -m bleib.privacy.document > docs/privacy.md`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import files

HEADINGS = {
    "de": ("was", "wozu", "Rechtsgrundlage", "wie lange", "beim Löschen"),
    "en": ("what", "why", "legal basis", "how long", "when erased"),
}
MARK = "<!-- what is held -->\n"  # where the table goes


def page() -> str:
    """German, then English: how to use it, and everything that is held."""
    return "\n".join(_part(language) for language in ("de", "en"))


def _part(language: str) -> str:
    from django.utils.translation import override

    with override(language):
        text = (files("bleib.privacy") / "pages" / f"{language}.md").read_text(encoding="utf-8")
        return text.replace(MARK, "\n".join(_table(language)) + "\n")


def _table(language: str) -> Iterator[str]:
    from bleib.privacy.declarations import personal_models
    from bleib.privacy.stores import registered
    from bleib.privacy.wording import action, basis, endings, retention

    yield f"| {' | '.join(HEADINGS[language])} |"
    yield "|---" * len(HEADINGS[language]) + "|"
    for each in personal_models():
        told = each.personal
        cells = (each.name, str(told.purpose), basis(told.basis), retention(told), endings(told))
        yield f"| {' | '.join(cells)} |"
    for store in registered():
        yield f"| {store.label} | – | – | {store.kept} | {action(store.ends)} |"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bleib.config.settings")
    django.setup()
    print(page(), end="")
