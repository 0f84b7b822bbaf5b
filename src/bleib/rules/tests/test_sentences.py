"""Rules as sentences that a person might have written."""

import pytest

from bleib.history.fact_types import TYPES
from bleib.kernel.errors import UsageError
from bleib.rules import parse, sentence
from bleib.rules.facts import fields_of, wording
from bleib.rules.feature_fields import feature_fields
from bleib.rules.operators import Takes, operators
from bleib.rules.phrases import phrases
from bleib.rules.tests.words import WORDS

SAID = [
    (
        {"field": "days_since_activity", "at_least": 30},
        "Letzte Aktivität vor mindestens 30 Tagen",
        "Last activity at least 30 days ago",
    ),
    (
        {"not": {"field": "days_since_order", "above": 1}},
        "Letzte Bestellung vor höchstens 1 Tag oder unbekannt",
        "Last order at most 1 day ago or unknown",
    ),
    (
        {"facts": "order", "where": {"product": {"is": "X"}}, "within_days": 90, "count": {"at_least": 3}},
        "In den letzten 90 Tagen mindestens 3 Bestellungen mit Produkt X",
        "At least 3 orders with product X in the last 90 days",
    ),
    (
        {"not": {"facts": "visit", "within_days": 1}},
        "Heute kein Besuch",
        "No visit today",
    ),
    (
        {"facts": ["usage", "visit"], "count": {"is": 0}},
        "Bisher keine Nutzung und kein Besuch",
        "No use or visit so far",
    ),
    (
        {"facts": "case_closed", "where": {"escalated": {"is": True}}, "count": {"above": 1}},
        "Insgesamt mehr als 1 gelöstes Anliegen mit Eskalation",
        "More than 1 case closed with escalation in all",
    ),
    (
        {"facts": "answer", "where": {"kind": {"is": "nps"}}, "within_days": 90, "last": {"score": {"at_most": 6}}},
        "In den letzten 90 Tagen letzte Umfrageantwort mit Frage NPS: Wertung bis 6",
        "Last survey answer with question NPS in the last 90 days: score up to 6",
    ),
    (
        {"facts": "order", "between": ["2026-01-01", "2026-07-01"], "sum": {"of": "amount", "at_least": 1000.5}},
        "Vom 1. Januar 2026 bis 30. Juni 2026 Bestellungen: Betrag zusammen mindestens 1.000,50\u00a0€",
        "Orders from 1 January 2026 to 30 June 2026: amount at least €1,000.50 in all",
    ),
    (
        {"all": [{"field": "open_cases", "at_least": 1}, {"field": "budget", "below": 20000}]},
        "Mindestens 1 offenes Anliegen und Budget unter 20.000\u00a0€",
        "At least 1 open case and budget below €20,000",
    ),
    (
        {"any": [{"field": "country", "in": ["DE", "AT", "CH"]}, {"not": {"field": "key_account", "is": True}}]},
        "Land ist DE, AT oder CH oder Schlüsselkunde: nein",
        "Country is DE, AT or CH or key account: no",
    ),
    (
        {"not": {"any": [{"field": "standing", "is": "new"}, {"field": "tags", "has": "VIP"}]}},
        "Status ist nicht Neukunde und Schlagwörter enthalten nicht VIP",
        "Standing is not new customer and tags do not include VIP",
    ),
    (
        {"field": "leave", "at_least": 0.8},
        "Wahrscheinlichkeit zu gehen mindestens 80\u00a0%",
        "Chance of leaving at least 80\u00a0%",
    ),
]


@pytest.mark.parametrize(("data", "german", "english"), SAID)
def test_a_rule_is_a_sentence_in_both_languages(data, german, english):
    rule = parse(data, WORDS)
    assert (sentence(rule, "de"), sentence(rule, "en")) == (german, english)


def test_conditions_within_conditions_stand_in_brackets():
    inner = {"any": [{"field": "country", "is": "DE"}, {"field": "employees", "above": 5}]}
    rule = parse({"all": [inner, {"field": "country", "known": True}]}, WORDS)
    assert sentence(rule, "en") == "(country is DE or employees above 5) and country known"


def test_every_type_of_fact_and_all_it_says_has_words():
    assert set(TYPES) <= set(wording()["types"])
    assert {name for each in TYPES for name in fields_of(each)} <= set(wording()["says"])
    assert all((len(each["en"]), len(each["de"])) == (2, 4) for each in wording()["types"].values())


def test_every_value_of_a_choice_has_words():
    choices = [choice for each in TYPES for field in fields_of(each).values() for choice in field.choices]
    assert [each for each in choices if not (each.label_en and each.label_de)] == []


def test_both_languages_fill_in_the_same():
    for name, each in ((name, each) for section in phrases().values() for name, each in section.items()):
        assert each["en"].count("{") == each["de"].count("{"), name


def test_every_field_is_said_in_every_way_there_is():
    given = {Takes.DATE: "2026-01-01", Takes.DAYS: 3, Takes.FLAG: True, Takes.PART: "x", Takes.VALUES: ["x"]}
    values = {"flag": True, "date": "2026-01-01", "text": "x", "choice": "new", "list": "x"}
    for field in WORDS:
        for operator in operators(field.kind):
            value = given.get(operator.takes, values.get(field.kind, 1))
            value = ["new"] if field.choices and operator.takes is Takes.VALUES else value
            for data in (
                {"field": field.name, operator.name: value},
                {"not": {"field": field.name, operator.name: value}},
            ):
                rule = parse(data, WORDS)
                assert all("{" not in sentence(rule, lang) for lang in ("de", "en"))


def test_other_languages_are_not_spoken():
    with pytest.raises(UsageError, match="not said in 'fr'"):
        sentence(parse({"field": "orders", "above": 1}, WORDS), "fr")


def test_counts_have_words_for_one_and_many():
    nouns = [field.nouns for field in feature_fields() if field.nouns]
    assert len(nouns) > 10
    assert all((len(each.en), len(each.de)) == (2, 3) for each in nouns)
