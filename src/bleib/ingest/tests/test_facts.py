"""Events become facts by the rules of their names."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from bleib.ingest.api import change_rule, work_off
from bleib.ingest.models import EventRule, Outcome, Tally, Waiting
from bleib.ingest.tests.conftest import NOW, facts_of_lake, track

pytestmark = pytest.mark.django_db

ORDER = {
    "order_id": "4711",
    "currency": "EUR",
    "products": [{"sku": "A1", "price": 12.5, "quantity": 2}, {"product_id": "B 2", "price": "0.1", "quantity": 3}],
}


def counted() -> dict[str, int]:
    return dict(Tally.objects.values_list("outcome", "events"))


def test_an_unknown_name_becomes_usage_and_is_listed(tell, application, otter):
    [fact] = tell(application[1], track("Bericht geöffnet!"))
    assert (fact.type, fact.product, fact.customer) == ("usage", "bericht-geoeffnet", "O1")
    assert (fact.occurred_at.second, fact.source) == (30, "application")
    rule = EventRule.objects.get()
    assert (rule.name, rule.count, rule.decided_at, rule.last_seen_at) == ("Bericht geöffnet!", 1, None, NOW)


def test_a_completed_order_becomes_a_fact_for_each_line(tell, application, otter):
    facts = tell(application[1], track("Order Completed", properties=ORDER))
    assert [(fact.type, fact.product, fact.amount, fact.quantity, fact.ref) for fact in facts] == [
        ("order", "A1", Decimal("25.0000"), 2, "4711"),
        ("order", "B 2", Decimal("0.3000"), 3, "4711"),
    ]


def test_an_order_without_lines_is_one_line(tell, application, otter):
    [fact] = tell(application[1], track("Order Completed", properties={"order_id": "7", "revenue": 19.9}))
    assert (fact.amount, fact.product) == (Decimal("19.9"), None)


@pytest.mark.parametrize(
    ("properties", "fault"),
    [
        (ORDER | {"currency": "USD"}, "other_currency"),
        ({"revenue": 5}, "no_order_number"),
        ({"order_id": "anna@otter.example", "revenue": 5}, "names_somebody"),
        ({"order_id": "7", "products": [{"price": 1, "quantity": 1}] * 201}, "too_many_lines"),
    ],
)
def test_an_event_that_does_not_fit_its_rule_is_counted_with_the_reason(tell, application, otter, properties, fault):
    assert tell(application[1], track("Order Completed", properties=properties)) == []
    assert counted() == {Outcome.FAULTY: 1}
    rule = EventRule.objects.get()
    assert (rule.faulty, rule.fault) == (1, fault)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"properties": {"path": "/kunden/12345/rechnungen?mail=anna@x.example"}}, "/kunden/-/rechnungen"),
        ({"properties": {"path": "/profil/anna@x.example"}}, "/profil/-"),
        ({"name": "Preise & Tarife"}, "preise-tarife"),
        ({"properties": {"path": "/a/b/c/d"}}, "/a/b/c"),
        ({}, "page"),
    ],
)
def test_a_page_is_a_visit_under_a_name_that_names_nobody(tell, application, otter, message, code):
    [fact] = tell(application[1], {"type": "page", "userId": "O1", "messageId": "p", **message})
    assert (fact.type, fact.product) == ("visit", code)


def test_a_rule_says_what_a_name_means_from_now_on(tell, application, otter):
    tell(application[1], track("Export", "m1"))
    says = {"type": "answer", "each": "", "columns": {}, "props": {"kind": "=nps", "score": "properties.points"}}
    change_rule(EventRule.objects.get(), says=says, by=None, now=NOW)
    facts = tell(application[1], track("Export", "m2", properties={"points": 9.0}), track("Export", "m3"))
    assert [fact.type for fact in facts] == ["usage", "answer"]
    assert facts[1].props == '{"kind":"nps","score":9}'
    assert EventRule.objects.get().fault == "prop_missing"


def test_a_rule_may_leave_events_out(tell, application, otter):
    tell(application[1], track("Ping", "m1"))
    nothing = {"type": "", "each": "", "columns": {}, "props": {}}
    change_rule(EventRule.objects.get(), says=nothing, by=None, now=NOW)
    assert len(tell(application[1], track("Ping", "m2"))) == 1
    assert counted() == {Outcome.FACT: 1, Outcome.LEFT_OUT: 1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "light_changed"},
        {"type": "nonsense"},
        {"columns": {"product": "__import__('os')"}},
        {"columns": {"amount": "properties." + "a" * 300}},
        {"type": "answer"},
    ],
)
def test_a_rule_that_cannot_be_is_refused(tell, application, otter, wrong):
    tell(application[1], track("Export"))
    says = {"type": "usage", "each": "", "columns": {}, "props": {}} | wrong
    with pytest.raises(ValidationError):
        change_rule(EventRule.objects.get(), says=says, by=None, now=NOW)


def test_a_public_source_brings_no_orders(tell, website, otter):
    [fact] = tell(website[1], track("Order Completed", properties=ORDER))
    assert (fact.type, fact.amount) == ("usage", None)
    order = {"type": "order", "each": "", "columns": {}, "props": {}}
    with pytest.raises(ValidationError):
        change_rule(EventRule.objects.get(), says=order, by=None, now=NOW)


def test_a_message_that_comes_again_does_nothing(tell, application, otter):
    tell(application[1], track("A", "m1"), track("A", "m1"))
    assert len(tell(application[1], track("A", "m1"))) == 1
    assert counted() == {Outcome.FACT: 1, Outcome.AGAIN: 2}
    assert EventRule.objects.get().count == 1


def test_messages_without_a_number_are_each_their_own(tell, application, otter):
    message = {"type": "track", "event": "A", "userId": "O1"}
    assert len(tell(application[1], message, message)) == 2


def test_names_that_are_made_up_do_not_fill_the_table(monkeypatch, tell, application, otter):
    monkeypatch.setattr("bleib.ingest.rules.MOST_NAMES", 3)
    tell(application[1], *(track(f"Event {number}", f"m{number}") for number in range(10)))
    assert EventRule.objects.count() == 4
    assert EventRule.objects.get(name="").count == 7


def test_one_request_that_fails_does_not_keep_the_others_waiting(monkeypatch, send, home, application, otter):
    for name in ("good", "bad", "fine"):
        send(application[1], track(name, name))
    monkeypatch.setattr("bleib.ingest.mapping.code", _failing_on("bad"))
    with pytest.raises(ZeroDivisionError):
        work_off(now=NOW)
    assert [fact.product for fact in facts_of_lake(home)] == ["good", "fine"]
    assert Waiting.objects.count() == 1


def _failing_on(word):
    def code(text, longest=60):
        return 1 / 0 if text == word else text

    return code


@pytest.mark.parametrize("odd", [None, 1, "x", [], {"consent": 1}, {"consent": {"categoryPreferences": []}}])
def test_odd_shapes_are_no_error(tell, application, otter, odd):
    message = track("A", properties=odd, context=odd, traits=odd, timestamp=odd, sentAt=odd)
    assert len(tell(application[1], message, {"type": "identify", "userId": "O1", "traits": odd, "context": odd})) == 1


def test_a_null_byte_ends_nothing(tell, application, otter):
    [fact] = tell(application[1], track("A\x00B", "m\x00", properties={"a\x00": "\x00"}))
    assert fact.product == "a-b"
