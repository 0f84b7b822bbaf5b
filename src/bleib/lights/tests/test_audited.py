"""What was done to rules is told in words: conditions as sentences, texts in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from bleib.audit.api import Entry, sentence
from bleib.lights.api import adopt_thresholds, keep_rule, switch_rule
from bleib.lights.tests.story import NOW

pytestmark = pytest.mark.django_db


def newest(language: str) -> str:
    with override(language):
        return sentence(Entry.objects.latest("pk"))


def test_another_threshold_is_told_as_the_sentence_of_the_rule():
    adopt_thresholds(yellow=0.43, red=0.77, by=None, now=NOW)
    told = newest("en")
    assert "80" in told
    assert "77" in told
    assert "{" not in told
    assert "Bedingung: " in newest("de")


def test_a_new_rule_is_told_by_its_parts():
    rule = {
        "key": "quiet", "light": "red", "name": {"de": "Still", "en": "Quiet"},
        "when": {"field": "days_since_activity", "at_least": 14},
    }  # fmt: skip
    keep_rule("everybody", rule, by=None, now=NOW)
    told = newest("de")
    assert "Name: Still" in told
    assert "Ampel: gefährdet" in told
    assert "{" not in told
    switch_rule("quiet", active=False, by=None, now=NOW)
    assert "aktiv: nein" in newest("de")
