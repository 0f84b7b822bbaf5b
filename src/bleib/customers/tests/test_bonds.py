"""Five bonds with their evidence, and a warning where only contract or technique hold somebody who is unhappy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bleib.customers.bonds import Answer, Bond, Case, Evidence, Hold, Term, profile

TODAY = date(2026, 11, 22)
BOUND = Evidence(terms=[Term("V1", can_end_on=date(2027, 12, 31), notice_by=date(2027, 9, 30), term_months=24)])
CROSS = Answer("nps", 3, date(2026, 11, 1))


def hold(evidence: Evidence, bond: Bond) -> Hold:
    return next(each.hold for each in profile(evidence, today=TODAY).bonds if each.bond is bond)


def test_of_somebody_unknown_there_is_no_evidence():
    found = profile(Evidence(), today=TODAY)
    assert {each.hold for each in found.bonds} == {Hold.NO_EVIDENCE}
    assert (found.unhappy, found.captive) == ((), ())


def test_a_contract_holds_until_it_is_about_to_end():
    assert hold(BOUND, Bond.LEGAL) is Hold.HOLDS
    assert hold(Evidence(terms=[Term("V1", ends_on=date(2026, 12, 31))]), Bond.LEGAL) is Hold.LOOSENS
    assert hold(replace(BOUND, terms=[*BOUND.terms, Term("V2", ends_on=TODAY)]), Bond.LEGAL) is Hold.HOLDS


def test_a_long_term_is_an_economic_bond_until_notice_is_given():
    assert hold(BOUND, Bond.ECONOMIC) is Hold.HOLDS
    left = [replace(BOUND.terms[0], ends_on=date(2027, 12, 31))]
    assert hold(replace(BOUND, terms=left), Bond.ECONOMIC) is Hold.NO_EVIDENCE


@pytest.mark.parametrize(
    ("usage", "expected"), [((40, 60), Hold.HOLDS), ((30, 60), Hold.LOOSENS), ((0, 9), Hold.HOLDS)]
)
def test_usage_that_fell_by_half_loosens_what_technique_held(usage, expected):
    assert hold(Evidence(features=4, usage=usage), Bond.TECHNICAL) is expected


def test_two_products_are_no_technical_bond():
    assert hold(Evidence(products=2, features=2), Bond.TECHNICAL) is Hold.NO_EVIDENCE


@pytest.mark.parametrize(
    ("kind", "score", "expected"),
    [("nps", 9, Hold.HOLDS), ("nps", 8, Hold.NO_EVIDENCE), ("nps", 6, Hold.LOOSENS), ("csat", 2, Hold.LOOSENS)],
)
def test_the_last_answer_tells_the_emotional_bond(kind, score, expected):
    assert hold(Evidence(answers=[Answer(kind, score, TODAY)]), Bond.EMOTIONAL) is expected


def test_who_recommends_us_and_whose_parent_buys_are_bound():
    assert hold(Evidence(referrals=1), Bond.EMOTIONAL) is Hold.HOLDS
    assert hold(Evidence(relatives=1), Bond.SITUATIONAL) is Hold.HOLDS


def test_unhappy_and_held_by_contract_alone_is_a_warning():
    found = profile(replace(BOUND, answers=[CROSS]), today=TODAY)
    assert found.captive == (Bond.LEGAL, Bond.ECONOMIC)
    assert [reason.code for reason in found.unhappy] == ["answer"]


def test_unhappy_but_recommending_us_is_no_captive():
    cases = [Case("C1", "urgent", TODAY)]
    found = profile(replace(BOUND, referrals=2, cases=cases), today=TODAY)
    assert [reason.code for reason in found.unhappy] == ["case"]
    assert found.captive == ()


def test_an_easy_case_is_a_burden_only_when_it_stays_open():
    def unhappy(since: date) -> tuple:
        return profile(Evidence(cases=[Case("C1", "low", since)]), today=TODAY).unhappy

    assert unhappy(date(2026, 11, 20)) == ()
    assert [reason.code for reason in unhappy(date(2026, 11, 1))] == ["case"]
