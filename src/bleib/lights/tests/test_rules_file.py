"""Rules go out as YAML and come in again; what is wrong in a file is told with its line."""

from __future__ import annotations

import pytest

from bleib.audit.api import Entry
from bleib.lights.api import (
    FileError,
    LightRule,
    RuleSet,
    adopt_thresholds,
    export_rules,
    import_rules,
    keep_rule,
    keep_set,
    remove_set,
    stored_definition,
    switch_rule,
    thresholds,
    vocabulary,
)
from bleib.lights.tests.story import NOW
from bleib.lights.understanding import default_definition

pytestmark = pytest.mark.django_db
SILENT = {
    "key": "silent", "name": {"de": "Still", "en": "Silent"}, "light": "red",
    "when": {"field": "days_since_activity", "at_least": 14},
}  # fmt: skip

WRONG = """\
lights: 1
sets:
- key: everybody
  name: Alle
  rules:
  - key: no activity
    name: Still
    light: orange
    when: {field: days_since_aktivity, at_least: 30}
  - key: late
    light: red
    when:
      all:
      - {field: country, at_least: 3}
    because: Seit {days} Tagen.
"""


def test_a_new_installation_has_the_rules_of_the_package():
    assert stored_definition() == default_definition(vocabulary())
    assert len(stored_definition().sets[0].rules) == 12


def test_what_was_exported_is_imported_without_a_change():
    assert import_rules(export_rules(), by=None, now=NOW) == []


def test_a_file_is_the_whole_truth_about_rules():
    text = export_rules().replace("at_least: 30", "at_least: 14")
    head, _, tail = text.partition("  - key: few-features\n")
    marker = "  - key: likely-to-leave\n"
    done = import_rules(head + marker + tail.partition(marker)[2], by=None, now=NOW)
    assert {(each.key, each.kind) for each in done} >= {("no-activity", "changed"), ("few-features", "removed")}
    changed = next(each for each in done if each.key == "no-activity")
    assert changed.after["when"]["all"][0] == {"field": "days_since_activity", "at_least": 14}
    assert Entry.objects.filter(verb="light_rule.removed").count() == 1


def test_everything_that_is_wrong_is_told_at_once_with_its_line():
    with pytest.raises(FileError) as caught:
        import_rules(WRONG, by=None, now=NOW)
    told = {(line, problem.path) for line, problem in caught.value.problems}
    rules = "$.sets[0].rules"
    assert told == {
        (6, f"{rules}[0].key"), (8, f"{rules}[0].light"), (9, f"{rules}[0].when.field"), (10, f"{rules}[1].name"),
        (14, f"{rules}[1].when.all[0].at_least"), (15, f"{rules}[1].because.de"), (15, f"{rules}[1].because.en"),
    }  # fmt: skip
    assert "line 8, $.sets[0].rules[0].light: 'orange' is no light of a rule." in str(caught.value)
    assert "days_since_activity" in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("lights: 1\nsets: [", 2),
        ("", None),
        ("lights: 2\n", 1),
        ("lights: 1\nlights: 1\nsets: []\n", 2),
        ("a: &a [*a]", 1),
        ("[" * 1_500, None),
    ],
)
def test_what_is_no_file_of_rules_is_said_to_be_none(text, line):
    with pytest.raises(FileError) as caught:
        import_rules(text, by=None, now=NOW)
    assert caught.value.problems[0][0] == line


def test_a_rule_is_added_changed_and_switched_off():
    [added] = keep_rule("everybody", SILENT, by=None, now=NOW)
    [changed] = keep_rule("everybody", {**SILENT, "light": "yellow"}, by=None, now=NOW)
    [switched] = switch_rule("silent", active=False, by=None, now=NOW)
    assert (added.kind, changed.after, switched.after) == ("added", {"light": "yellow"}, {"active": False})
    assert LightRule.objects.get(key="silent").retired_at == NOW
    assert "silent" not in {rule.key for _, rule in stored_definition().active()}


def test_a_set_for_key_accounts_stands_above_the_one_for_everybody():
    key = {"applies": {"field": "tags", "has": "Key account"}, "goes_on": True}
    keep_set("key-accounts", name={"de": "Schlüsselkunden"}, **key, by=None, now=NOW)
    keep_rule("key-accounts", SILENT, by=None, now=NOW)
    assert [(each.key, each.goes_on) for each in RuleSet.objects.all()] == [
        ("key-accounts", True),
        ("everybody", False),
    ]
    assert import_rules(export_rules(), by=None, now=NOW) == []
    removed = remove_set("key-accounts", by=None, now=NOW)
    assert {each.key for each in removed if each.kind == "removed"} == {"key-accounts", "silent"}


def test_the_first_proposal_is_adopted_and_later_ones_by_people_only(django_user_model):
    anna = django_user_model.objects.create(email="anna@example.com")
    assert len(adopt_thresholds(yellow=0.3, red=0.6, by=None, now=NOW)) == 2
    assert adopt_thresholds(yellow=0.2, red=0.5, by=None, now=NOW) == []
    assert thresholds() == {"yellow": 0.3, "red": 0.6}
    adopt_thresholds(yellow=0.2, red=0.5, by=anna, now=NOW)
    assert thresholds() == {"yellow": 0.2, "red": 0.5}


def test_a_proposal_leaves_what_else_a_rule_demands_and_rules_that_ask_for_no_chance():
    alone = {"key": "about-to-leave", "light": "red", "name": {"en": "A"}, "when": {"field": "orders", "at_least": 1}}
    keep_rule("everybody", alone, by=None, now=NOW)
    adopt_thresholds(yellow=0.2, red=0.5, by=None, now=NOW)
    assert thresholds() == {"yellow": 0.5}  # somebody made the other rule another one: a job leaves both alone
