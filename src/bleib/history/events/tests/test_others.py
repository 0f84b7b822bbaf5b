"""Usage, visits, cases, answers, deals and customers who left."""

from __future__ import annotations

import pyarrow as pa
import pytest

from bleib.history.events.reading import CONTRACTS
from bleib.kernel.errors import BleibError


def test_usage_is_counted_and_repeated_lines_within_a_file_stay(read):
    found = read("account,usage_date,feature,usage_count", *["17,2025-02-01,export,3"] * 2, "17,2025-02-01,import,")
    assert [(fact.product, fact.quantity) for fact in found.facts] == [("export", 3), ("export", 3), ("import", 1)]
    assert len({fact.id for fact in found.facts}) == 3


def test_the_same_lines_in_two_files_count_once(write, read_paths):
    heading = "account,usage_date,feature,usage_count"
    one = write(heading, "17,2025-02-01,export,3", "17,2025-02-02,export,3", name="1.csv")
    other = write(heading, "17,2025-02-02,export,3", "17,2025-02-03,export,3", name="2.csv")
    found = read_paths(one, other)
    assert (found.counts.read, found.counts.accepted, found.counts.duplicates) == (4, 3, 1)


def test_a_number_makes_the_later_file_right(write, read_paths):
    heading = "usage_id,account,usage_date,feature,usage_count"
    found = read_paths(
        write(heading, "U1,17,2025-02-01,export,3", name="1.csv"),
        write(heading, "U1,17,2025-02-01,export,4", name="2.csv"),
    )
    assert found.one("usage").quantity == 4


def test_usage_of_a_contract_is_its_customers(write, read_paths):
    usage = write("subscription_id,usage_date,feature", "S1,2025-02-01,export", "S9,2025-02-01,export", name="a.csv")
    contracts = write("subscription_id,account_id,start_date,mrr", "S1,17,2024-02-01,100", name="b.csv")
    found = read_paths(usage, contracts)
    assert found.one("usage").customer == "17"
    assert [(each.file, each.line, each.code) for each in found.rejects] == [("a.csv", 3, "missing_customer")]


def test_contracts_may_be_known_from_before(write, read_paths):
    usage = write("subscription_id,usage_date,feature", "S1,2025-02-01,export")
    known = pa.Table.from_pylist([{"contract": "S1", "customer": "17"}], schema=CONTRACTS)
    assert read_paths(usage, contracts=lambda: known).one("usage").customer == "17"


def test_a_case_is_opened_closed_and_answered(read):
    heading = "Ticketnr;Kunde;Eröffnet am;Geschlossen am;Priorität;Zufriedenheit;Eskaliert"
    found = read(heading, "T1;17;01.02.2025;02.02.2025 3:00;Sehr hoch;4;ja", "T2;17;03.02.2025;;mittel;;nein")
    assert found.types == ["case_opened", "answer", "case_closed", "case_opened"]
    assert found.one("answer").props == {"kind": "csat", "score": 4}
    assert found.one("case_closed").props == {"escalated": True, "severity": "urgent"}
    assert {fact.ref for fact in found.facts} == {"T1", "T2"}


def test_words_that_mean_nothing_are_left_out_and_said(read):
    found = read("ticket_id,account,opened_at,priority", "T1,17,2025-02-01,P1", "T2,17,2025-02-02,high")
    assert [fact.props for fact in found.facts] == [{}, {"severity": "high"}]
    assert (
        "column 'priority' says what Bleib has no word for in 1 row (for example 'P1'): left out"
        in (found.notes["export.csv"])
    )


def test_a_case_that_was_closed_before_it_was_opened_is_rejected(read):
    found = read("ticket_id,account,opened_at,closed_at", "T1,17,2025-02-02,2025-02-01", "T2,17,2025-02-02,2025-02-03")
    assert found.reasons == [(2, "closed_at", "ends_early")]


@pytest.mark.parametrize(("nps", "csat", "ces"), [(10, 5, 7), (0, 1, 1)])
def test_answers_have_the_scores_of_their_kind(read, nps, csat, ces):
    found = read("customer,survey_date,nps,csat,ces", f"17,2025-02-01,{nps},{csat},{ces}")
    assert {(fact.props["kind"], fact.props["score"]) for fact in found.facts} == {
        ("nps", nps),
        ("csat", csat),
        ("ces", ces),
    }


@pytest.mark.slow
@pytest.mark.parametrize("line", ["17,2025-02-01,11,", "17,2025-02-01,,0", "17,2025-02-01,7.5,", "17,2025-02-01,,"])
def test_a_score_that_there_is_not_is_rejected(read, line):
    assert read("customer,survey_date,nps,csat", line, "18,2025-02-01,8,").counts.rejected == 1


@pytest.mark.slow
def test_a_column_may_say_what_was_asked(read):
    heading = "customer,answered_at,survey_type,score"
    found = read(heading, "17,2025-02-01,NPS,9", "17,2025-02-02,CES,9", "17,2025-02-03,stars,5")
    assert found.one("answer").props == {"kind": "nps", "score": 9}
    assert found.reasons == [(3, "score", "bad_score"), (4, "survey_type", "bad_choice")]


def test_visits_take_as_long_as_they_say(read):
    found = read("customer_id,dateHit,dateLeft,page", "17,2025-02-01 10:00,2025-02-01 10:02,start")
    assert (found.one("visit").product, found.one("visit").props) == ("start", {"seconds": 120})


def test_deals_are_opened_won_and_lost(read):
    heading = "opportunity_id,account,deal_stage,engage_date,close_date,close_value,product"
    found = read(
        heading,
        "1,17,Won,2025-01-01,2025-02-01,500,GTX",
        "2,17,Lost,2025-01-02,2025-02-02,0,GTX",
        "3,17,Engaging,2025-01-03,,,GTX",
        "4,17,Prospecting,,,,GTX",
    )
    assert found.types == ["deal_opened"] * 3 + ["deal_won", "deal_lost"]
    assert found.one("deal_won").amount == 500
    assert found.reasons == [(5, "engage_date", "missing_at")]


def test_amounts_in_another_currency_are_refused(read):
    with pytest.raises(BleibError, match=r"1 line .* is in USD, but Bleib counts in EUR here"):
        read("contract_id,customer,start_date,mrr,currency", "S1,17,2024-02-01,10,USD", currency="EUR")
