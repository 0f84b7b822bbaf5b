"""Segments as a file: what comes out goes in, and everything that is wrong is told at once."""

from __future__ import annotations

import json

import pytest
from django.utils.translation import override

from bleib.audit.api import Entry
from bleib.audit.api import sentence as audited
from bleib.rules.sentences import sentence
from bleib.rules.yaml_file import FileError
from bleib.segments.api import Segment, export_segments, import_segments, stored_definition, switch_segment, try_import
from bleib.segments.tests.story import NOW, segment
from bleib.segments.understanding import definition_of, parsed, ready_made_data

pytestmark = pytest.mark.django_db
WRONG = """segments: 1
list:
- key: A b
  name: {fr: Nom}
  when: {field: orderz, at_least: 2}
- key: mine
  subject: people
  when: {field: orders, at_least: 2}
"""


def test_a_new_installation_has_the_segments_of_the_package():
    assert stored_definition() == definition_of(ready_made_data())
    assert all(each.ready_made and each.name_de and each.name_en for each in Segment.objects.all())
    assert Segment.objects.count() == 11


def test_what_is_exported_is_imported_unchanged_and_what_is_not_named_goes():
    segment("people", {"field": "contact_language", "is": "de"}, subject="contact")
    text = export_segments(lang="de")
    assert try_import(text) == []
    shorter = text.partition("- key: people")[0]
    [edit] = import_segments(shorter, by=None, now=NOW)
    assert (edit.kind, edit.key) == ("removed", "people")
    assert not Segment.objects.filter(key="people").exists()


def test_all_that_is_wrong_in_a_file_is_told_with_its_line():
    with pytest.raises(FileError) as caught:
        import_segments(WRONG, by=None, now=NOW)
    found = [(line, each.path) for line, each in caught.value.problems]
    assert found == [
        (3, "$.list[0].key"), (5, "$.list[0].when.field"), (4, "$.list[0].name.fr"), (4, "$.list[0].name"),
        (7, "$.list[1].subject"), (6, "$.list[1].name"),
    ]  # fmt: skip
    assert Segment.objects.count() == 11


def test_an_edit_is_in_the_audit_log_with_what_differs():
    segment("mine", {"field": "orders", "at_least": 2})
    segment("mine", {"field": "orders", "at_least": 3})
    switch_segment("mine", active=False, by=None, now=NOW)
    found = Entry.objects.filter(verb__startswith="segment.").order_by("pk")
    assert [each.verb for each in found] == ["segment.added", "segment.changed", "segment.changed"]
    after = [json.loads(each.content)["after"] for each in found]
    assert after[1:] == [{"when": {"field": "orders", "at_least": 3}}, {"active": False}]


def test_every_ready_made_segment_is_a_sentence_in_both_languages():
    rules = parsed(definition_of(ready_made_data()))
    assert sentence(rules["sleeping"], "en") == (
        "Last activity at least 180 days ago, (last order at least 2 times the usual gap ago or usual gap between "
        "orders unknown) and no running contract"
    )
    assert sentence(rules["birthday"], "de") == "Geburtstag der Beziehung in den nächsten 14 Tagen"
    assert sentence(rules["at-risk"], "de") == "Ampel ist gefährdet"
    assert sentence(rules["referrers"], "de") == "Mindestens 1 geworbener Kunde"


def test_the_log_tells_an_edit_in_words():
    segment("mine", {"field": "orders", "at_least": 2}, subject="contact")
    with override("de"):
        said = audited(Entry.objects.get(verb="segment.added"))
    assert "Bedingung: Mindestens 2 Bestellungen insgesamt" in said
    assert "wer dazugehört: Ansprechpartner" in said
