"""Both languages say the same, and nothing is said nowhere."""

import re
from pathlib import Path
from string import Formatter

import pytest

import bleib.report
from bleib import metrics
from bleib.report.words import LOCALES, Words, sentences

ROOM = Path(bleib.report.__file__).parent
SOURCES = [*ROOM.glob("*.py"), *ROOM.glob("sections/*.py"), *ROOM.glob("templates/*.html")]


def placeholders(text: str) -> set[tuple[str, str | None]]:
    return {(name, kind) for _, name, kind, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sentences())
def test_both_languages_have_the_same_placeholders(key):
    entry = sentences()[key]
    assert {"de", "en"} <= entry.keys()
    # "nobody" and "the only one" need no number
    spare = {each for each in placeholders(entry["de"]) if each[0] == entry.get("plural")}
    wordings = [placeholders(text) for name, text in entry.items() if name not in ("plural", "de")]
    assert placeholders(entry["en"]) == placeholders(entry["de"])
    assert all(each | spare == placeholders(entry["de"]) for each in wordings)


@pytest.mark.parametrize("key", sentences())
def test_every_placeholder_names_a_kind_of_value(key):
    kinds = Words("de", "EUR").kinds.keys() | {""}
    assert {kind for text in sentences()[key].values() for _, kind in placeholders(text)} <= kinds


@pytest.mark.parametrize("key", sentences())
def test_a_wording_for_one_says_which_value_it_goes_by(key):
    entry = sentences()[key]
    has_one = any(name.endswith(("_one", "_none")) for name in entry)
    assert has_one == ("plural" in entry)
    assert not has_one or entry["plural"] in {name for name, _ in placeholders(entry["de"])}


def test_every_sentence_is_used():
    written = "\n".join(path.read_text() for path in SOURCES)
    quoted = re.findall(r"[\"']([a-z_0-9{}.\[\]']+)[\"']", written)
    patterns = [re.sub(r"\\\{.*?\\\}", ".+", re.escape(each)) for each in set(quoted)]
    unused = [key for key in sentences() if not any(re.fullmatch(each, key) for each in patterns if each != ".+")]
    assert unused == []


def test_every_segment_has_a_name():
    assert {f"segment_{slug}" for slug in metrics.SEGMENTS} <= sentences().keys()


def test_there_is_a_locale_for_every_language():
    assert set(LOCALES) == {"de", "en"}
