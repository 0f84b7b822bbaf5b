"""RavenStack, the CRM set, the bank's survey and mautic's page hits, as they are."""

from __future__ import annotations

from collections import Counter

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ravenstack(shared_data, read_paths):
    return read_paths(shared_data / "ravenstack")


def test_every_table_of_ravenstack_is_recognised(ravenstack):
    kinds = {name.removeprefix("ravenstack_").removesuffix(".csv"): kind for name, kind in ravenstack.kinds.items()}
    assert kinds == {
        "accounts": None,
        "churn_events": "left",
        "feature_usage": "usage",
        "subscriptions": "contract",
        "support_tickets": "case",
    }


def test_ravenstack_is_read_whole(ravenstack):
    assert Counter(ravenstack.types) == {
        "usage": 25_000,
        "contract_started": 5_000,
        "contract_ended": 486,
        "case_opened": 2_000,
        "case_closed": 2_000,
        "answer": 1_175,
        "customer_left": 600,
    }
    assert ravenstack.counts.rejected == 0
    assert len(ravenstack.names) == 500


def test_ravenstacks_reasons_are_codes(ravenstack):
    reasons = Counter(fact.props["reason"] for fact in ravenstack.of("customer_left"))
    assert reasons["features"] == 114
    assert set(reasons) == {"support", "unknown", "competitor", "pricing", "budget", "features"}


def test_the_pipeline_of_the_crm_set(shared_data, read_paths):
    found = read_paths(shared_data / "crm_sales_opportunities")
    assert Counter(found.types) == {"deal_opened": 7_212, "deal_won": 4_238, "deal_lost": 2_473}
    assert sum(fact.amount for fact in found.of("deal_won")) == 10_005_534
    assert {fact.product for fact in found.facts} >= {"GTX Pro", "MG Special"}
    assert "GTXPro" not in {fact.product for fact in found.facts}  # as products.csv spells it
    # Deals without an account, and prospects that nobody has talked with.
    assert Counter(each.code for each in found.rejects) == {"missing_customer": 1_425, "missing_at": 163}


def test_the_banks_survey_without_the_names_of_those_who_answered(shared_data, read_paths):
    found = read_paths(shared_data / "nps_bank")
    scores = [fact.props["score"] for fact in found.of("answer")]
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    assert (promoters, detractors) == (2_309, 1_719)
    assert {fact.customer for fact in found.facts} == {None}


def test_mautics_page_hits_need_to_be_told_who_the_customer_is(shared_data, read_paths):
    file = shared_data / "imports" / "marketing_tools" / "mautic_fakepagehitdata.csv"
    found = read_paths(file, kind="visit", columns={"customer": "trackingId"}, date_order="mdy")
    assert Counter(found.types) == {"visit": 130}
