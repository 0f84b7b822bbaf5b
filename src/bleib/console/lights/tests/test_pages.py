"""The rules of lights on their pages: read as sentences, edited as lines, tried, switched, taken from a file."""

from __future__ import annotations

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.console.conditions.tests.pressed import pressed
from bleib.console.conditions.tests.sent import form_of
from bleib.lights.api import LightRule, RuleSet, export_rules, keep_rule
from bleib.lights.judging import ensure_rules

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LINE = {"c-0-kind": "leaf"}
SILENT = {**LINE, "c-0-field": "days_since_activity", "c-0-op": "at_least", "c-0-value": "45"}


@pytest.fixture(autouse=True)
def home(tmp_path, settings, now):
    settings.HOME = tmp_path
    ensure_rules(now=now)


@pytest.fixture
def browser(client, db):
    client.force_login(colleague(Role.MANAGER, language="en"))
    return client


def said(page) -> str:
    return page.content.decode()


def test_every_rule_is_a_sentence_with_its_light(browser):
    page = said(browser.get("/lights/"))
    assert "30 days without activity" in page
    assert "Last activity at least 30 days ago and" in page
    assert 'light-red"' in page


def test_who_may_not_edit_reads_and_finds_no_buttons(client):
    client.force_login(colleague(Role.ANALYST, language="en"))
    page = said(client.get("/lights/"))
    assert "30 days without activity" in page
    assert "Switch off" not in page
    assert client.get("/lights/rules/no-activity/").status_code == 403


def test_a_rule_is_edited_and_saved(browser):
    shown = said(browser.get("/lights/rules/no-activity/"))
    assert 'value="30"' in shown
    form = {"name_en": "Silent", "light": "red", "rule_set": "everybody", "do": "save"}
    answer = browser.post("/lights/rules/no-activity/", form | SILENT, follow=True)
    assert "The worker judges everybody anew" in said(answer)
    rule = LightRule.objects.get(key="no-activity")
    assert (rule.colour, rule.condition) == ("red", {"field": "days_since_activity", "at_least": 45})


def test_a_new_rule_gets_a_key_of_its_own(browser):
    form = {"name_de": "Länger still", "light": "yellow", "rule_set": "everybody", "do": "save"}
    for _twice in range(2):
        browser.post("/lights/new-rule/", form | SILENT)
    assert LightRule.objects.filter(key__in=["langer-still", "langer-still-2"]).count() == 2


def test_what_is_wrong_stands_by_its_line_and_nothing_is_saved(browser):
    form = {"name_en": "", "light": "red", "rule_set": "everybody", "do": "save", **SILENT, "c-0-value": "soon"}
    page = said(browser.post("/lights/rules/no-activity/", form))
    assert "Write a whole number from -36500 to 36,500." in page
    assert "Give it a name, in one language at least." in page
    assert LightRule.objects.get(key="no-activity").colour == "yellow"


def test_lines_come_and_go_with_the_sentence_that_they_make(browser):
    page = said(browser.post("/lights/lines/", SILENT | {"do": "add:c"}))
    assert page.count('-field" id="c-') == 2
    assert "Last activity at least 45 days ago." in said(browser.post("/lights/lines/", SILENT))


def test_without_a_script_the_buttons_of_lines_work_too(browser):
    form = {"name_en": "Kept as typed", "light": "red", "rule_set": "everybody", "do": "nest:c"}
    page = said(browser.post("/lights/rules/no-activity/", form | SILENT))
    assert 'name="c-1-0-field"' in page
    assert "Kept as typed" in page


def test_a_condition_that_nests_is_edited_too(browser, now):
    deep = {
        "any": [{"all": [{"field": "orders", "is": 1}, {"field": "country", "is": "DE"}]}, {"field": "orders", "is": 2}]
    }
    keep_rule("everybody", {"key": "deep", "name": {"en": "Deep"}, "light": "red", "when": deep}, by=None, now=now)
    shown = said(browser.get("/lights/rules/deep/"))
    browser.post("/lights/rules/deep/", {**form_of(shown).dict(), "c-0-1-value": "AT", "do": "save"})
    deep["any"][0]["all"][1]["is"] = "AT"
    assert LightRule.objects.get(key="deep").condition == deep


def test_what_a_rule_would_change_is_shown_and_nothing_kept(browser):
    form = {"name_en": "Silent", "light": "red", "rule_set": "everybody", "do": "try"}
    page = said(browser.post("/lights/rules/no-activity/", form | SILENT))
    assert "The lights of 0 customers would be others." in page
    assert LightRule.objects.get(key="no-activity").colour == "yellow"


def test_a_rule_is_switched_off_and_on_and_removed(browser):
    browser.post("/lights/rules/overdue/switch/", {"active": "no"})
    assert "switched off" in said(browser.get("/lights/"))
    browser.post("/lights/rules/overdue/switch/", {"active": "yes"})
    assert LightRule.objects.get(key="overdue").is_active
    browser.post("/lights/rules/overdue/remove/")
    assert not LightRule.objects.filter(key="overdue").exists()


def test_rules_and_sets_change_places(browser):
    first, second = (each.key for each in LightRule.objects.filter(rule_set__key="everybody")[:2])
    browser.post(f"/lights/rules/{second}/move/", {"to": "up"})
    assert LightRule.objects.filter(rule_set__key="everybody").first().key == second
    browser.post("/lights/new-set/", {"name_en": "Austria", "whom": "everybody"})
    browser.post("/lights/sets/austria/move/", {"to": "down"})
    assert [each.key for each in RuleSet.objects.all()] == ["everybody", "austria"]
    assert f'id="down-{first}"' in said(browser.get("/lights/"))


def test_a_set_of_rules_is_for_some_customers(browser):
    form = {"name_en": "Austria", "whom": "some", **LINE, "c-0-field": "country", "c-0-op": "is", "c-0-value": "AT"}
    browser.post("/lights/new-set/", form)
    assert RuleSet.objects.get(key="austria").applies == {"field": "country", "is": "AT"}
    assert "For customers of whom holds" in said(browser.get("/lights/"))
    browser.post("/lights/sets/austria/", form | {"whom": "everybody"})
    assert RuleSet.objects.get(key="austria").applies is None
    browser.post("/lights/sets/austria/remove/")
    browser.post("/lights/sets/everybody/remove/")
    assert [each.key for each in RuleSet.objects.all()] == ["everybody"]


def test_a_file_shows_first_what_it_would_do(browser):
    text = said(browser.get("/lights/file/")).replace("at_least: 30", "at_least: 40")
    page = said(browser.post("/lights/file/try/", {"text": text}))
    assert "<code>no-activity</code>" in page
    assert export_rules() != text
    sent = pressed(browser, "/lights/file/try/", text)
    browser.post("/lights/rules/no-activity/switch/", {"active": "no"})
    assert "Meanwhile something was edited here." in said(browser.post("/lights/file/take/", sent))
    browser.post("/lights/file/take/", pressed(browser, "/lights/file/try/", text))
    assert LightRule.objects.get(key="no-activity").condition["all"][0]["at_least"] == 40


def test_what_is_wrong_in_a_file_is_told_with_its_line(browser):
    text = export_rules().replace("light: red", "light: violet", 1)
    page = said(browser.post("/lights/file/try/", {"text": text}))
    assert "one place is wrong" in page
    assert "Line " in page
    assert "&#x27;violet&#x27; is no light of a rule." in page
    assert "light: violet" in page  # and can be mended there
