"""From the light back to reasons, rules and facts, in German and English."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.customers.api import Customer
from bleib.lights.api import Colour, Wording, changes, counts, explain, judge, keep_rule, override
from bleib.lights.tests.story import NOW, TODAY, ago, case, happened, light, order

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]

FEW = {"field": "orders", "at_most": 3}


@pytest.fixture
def adler() -> Customer:
    happened(order("Adler", ago(40)), *case("Adler", ago(33), severity="urgent"))
    return Customer.objects.get(number="Adler")


def test_a_light_leads_to_reasons_rules_and_facts(adler):
    told = explain(adler, lang="de", now=NOW)
    serious, opened, silent = told.because
    assert serious.sentence == "Dringende Anliegen offen: 1, das älteste seit 20.10.2026."
    assert [(each.type, each.occurred_on) for each in serious.facts] == [("case_opened", ago(33))]
    assert opened.reason.rule == "open-case"
    assert silent.sentence == "Seit 33 Tagen keine Aktivität, zuletzt am 20.10.2026."
    assert serious.advice.startswith("Das Anliegen zur Chefsache machen")
    assert told.rules_since == NOW
    assert {each.type for each in told.changes} == {"light_changed"}


def test_sentences_are_english_where_english_is_asked_for_and_days_count_on(adler):
    wording = Wording("en", today=TODAY + timedelta(days=2))
    silent = light("Adler").reasons[-1]
    assert wording.sentence(silent) == "No activity for 35 days, last on 20 Oct 2026."
    assert wording.where(silent).types[0] == "order"
    assert wording.where(silent).since == ago(33)


def test_a_rule_without_a_sentence_says_its_name_and_what_it_saw(adler):
    rule = {"key": "few", "name": {"de": "Wenig Umsatz"}, "light": "yellow", "when": FEW}
    keep_rule("everybody", rule, by=None, now=NOW)
    judge(None, now=NOW)
    few = light("Adler").reasons[-1]
    assert Wording("de", today=TODAY).sentence(few) == "Wenig Umsatz (Bestellungen bisher: 1)."


def test_a_company_answers_for_its_subsidiaries_also_where_they_are_each_others(adler):
    happened(order("Mutter", ago(2)))
    mother = Customer.objects.get(number="Mutter")
    Customer.objects.filter(pk=adler.pk).update(parent=mother)
    Customer.objects.filter(pk=mother.pk).update(parent=adler)
    family = explain(mother, lang="de", now=NOW).family
    assert (family.worst, [each.customer.number for each in family.lights]) == (Colour.RED, ["Adler"])
    assert family.counts == {Colour.GREEN: 1, Colour.YELLOW: 0, Colour.RED: 1}


def test_changes_leave_out_who_was_judged_for_the_first_time(adler):
    happened(order("Bauer", ago(2)))
    override(adler, Colour.GREEN, reason="Gespräch geführt", until=TODAY, by=None, now=NOW)
    assert [each.customer.number for each in changes(since=TODAY)] == ["Adler"]
    assert counts()["serious-case"] == 1
    assert counts()["notice-given"] == 0


def test_a_ratio_counts_on_as_the_days_do():
    happened(*(order("Bauer", ago(day)) for day in (140, 120, 100)))
    late = next(each for each in light("Bauer").reasons if each.rule == "overdue")
    seen = {each.field: each.value for each in Wording("en", today=TODAY + timedelta(days=20)).seen(late)}
    assert (seen["overdue_ratio"], seen["days_since_order"]) == ("6", "120")
