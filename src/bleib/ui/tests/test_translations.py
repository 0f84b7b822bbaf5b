"""Every text of the web pages is said in German, too; and catalogues are compiled as they are written."""

from __future__ import annotations

import ast
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import bleib

SOURCE = Path(bleib.__file__).parent
# Rooms, and areas of a room that bring their own words.
ROOMS = sorted(folder.parents[2] for folder in SOURCE.rglob("locale/de/LC_MESSAGES"))
FUNCTIONS: dict[str, Any] = dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"])
# As Django's `templatize` hands templates to xgettext.
IN_TEMPLATES = re.compile(r"""gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.DOTALL)


def in_python(text: str) -> Iterator[str]:
    found: Any
    for _line, _function, found, _comments in extract_python(io.BytesIO(text.encode()), FUNCTIONS, [], {}):
        yield from list(filter(None, [found] if isinstance(found, str) else found or ()))[:1]


def in_template(text: str) -> Iterator[str]:
    yield from map(ast.literal_eval, IN_TEMPLATES.findall(templatize(text)))


def texts(room: Path) -> Iterator[str]:
    """Everything that is marked for translation; of a plural, its singular."""
    areas = [other for other in ROOMS if room in other.parents]
    for file in sorted(set(room.rglob("*")) - {file for area in areas for file in area.rglob("*")}):
        if file.suffix == ".py" and "tests" not in file.parts and "migrations" not in file.parts:
            yield from in_python(file.read_text(encoding="utf-8"))
        elif file.suffix in (".html", ".txt") and "templates" in file.parts:
            yield from in_template(file.read_text(encoding="utf-8"))


def sentences(catalogue) -> dict[str, tuple[str, ...]]:
    """Texts that are said in German, by their English; of a plural, by its singular."""
    said = [(words(m.id)[0], words(m.string)) for m in catalogue if m.id and m.string and not m.fuzzy]
    return dict(said)


def words(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(SOURCE)))
def test_nothing_is_without_german(room):
    with (room / "locale/de/LC_MESSAGES/django.po").open("rb") as file:
        assert set(texts(room)) - set(sentences(read_po(file, locale="de"))) == set()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(SOURCE)))
def test_the_compiled_catalogue_is_the_written_one(room):
    folder = room / "locale/de/LC_MESSAGES"
    with (folder / "django.po").open("rb") as written, (folder / "django.mo").open("rb") as compiled:
        assert sentences(read_mo(compiled)) == sentences(read_po(written, locale="de"))


def test_a_text_has_one_german_wording():
    """Django makes one catalogue of all: where two rooms differ, one of them would win everywhere."""
    wordings = defaultdict(set)
    for room in ROOMS:
        with (room / "locale/de/LC_MESSAGES/django.po").open("rb") as file:
            for text, german in sentences(read_po(file, locale="de")).items():
                wordings[text].add(german)
    assert {text: germans for text, germans in wordings.items() if len(germans) > 1} == {}


def test_texts_of_templates_are_seen():
    page = """{% load i18n %}<h1>{% translate "One" %}</h1>
      {% blocktranslate with a=b %}Two {{ a }}{% endblocktranslate %}"""
    assert set(in_template(page)) == {"One", "Two %(a)s"}


def test_texts_of_python_are_seen():
    assert set(in_python('a = _("One " "word")\nb = _(name)')) == {"One word"}
