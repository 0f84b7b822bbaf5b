"""Entries are read in both languages, also those of erased people and of older versions."""

import pytest
from django.utils.translation import gettext, override

from bleib.audit import api, verbs
from bleib.audit.models import Entry


@pytest.mark.parametrize("sentence", [*verbs.declared().values(), *api.Problem.labels], ids=str)
def test_every_sentence_is_there_in_german(sentence):
    with override("en"):
        english = str(sentence)
    with override("de"):
        assert gettext(english) != english


def test_a_value_that_came_or_went_is_a_dash(write):
    with override("de"):
        assert api.sentence(write(before={"name": "Anna"}, after={"name": ""})).endswith("Name: Anna → –.")
        assert api.sentence(write(after={"name": "Anna"})).endswith("Name: Anna.")


def test_an_emptied_entry_is_told_without_names(write, anna):
    entry = write(before={"name": "Anna"}, after={"name": "Berta"})
    Entry.objects.update(salt="", content="{}")
    entry.refresh_from_db()
    with override("en"):
        assert api.sentence(entry) == f"Anna Arndt changed colleague {anna.pk}: (erased)."


def test_a_verb_of_an_older_version_is_shown_as_it_is(write):
    entry = write()
    entry.verb = "frobnicated"
    assert api.sentence(entry) == "Anna Arndt: frobnicated Anna Arndt"


def test_a_table_of_an_older_version_is_shown_as_it_is(write):
    entry = write(after={"colour": "red"})
    entry.model = "accounts.gone"
    with override("en"):
        assert api.sentence(entry) == "Anna Arndt changed Anna Arndt: colour: red."
