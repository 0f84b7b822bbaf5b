"""A list of contracts tells when they started, changed, were given notice and ended."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bleib.history.new_fact import fact_id

GERMAN = "Vertragsnr;Kundennr;Tarif;Vertragsbeginn;Vertragsende;Gekündigt am;Monatsbetrag;Plätze;Laufzeit in Monaten"
ENGLISH = "contract_id,customer_id,start_date,end_date,mrr"


def test_a_german_list_names_the_last_day(read):
    found = read(GERMAN, "V1;17;Pro;01.02.2024;31.01.2025;15.10.2024;1.234,50 €;5;12")
    assert found.types == ["contract_started", "notice_given", "contract_ended"]
    started, notice, ended = found.facts
    assert (started.amount, started.quantity, started.product) == (Decimal("1234.5"), 5, "Pro")
    assert started.props == {"ends_on": "2025-02-01", "term_months": 12}
    assert notice.props == {"ends_on": "2025-02-01"}
    assert (ended.day, ended.ref) == (date(2025, 2, 1), "V1")


def test_an_english_list_names_the_first_day_without_contract(read):
    found = read(ENGLISH, "S1,17,2024-02-01,2025-02-01,100")
    assert found.one("contract_ended").day == date(2025, 2, 1)


def test_a_contract_that_runs_has_not_ended_and_its_agreed_end_is_known(read):
    found = read(ENGLISH, "S1,17,2024-02-01,,100", "S2,18,2024-02-01,2027-02-01,50")
    assert found.types == ["contract_started"] * 2
    assert [fact.props for fact in found.facts] == [{}, {"ends_on": "2027-02-01"}]


def test_amounts_per_year_are_divided(read):
    found = read("contract_id,customer,start_date,arr", "S1,17,2024-02-01,1000")
    assert found.one("contract_started").amount == Decimal("83.3333")


def test_further_rows_of_a_contract_change_it(read):
    found = read(ENGLISH, "S1,17,2024-06-01,,150", "S1,17,2024-02-01,2024-06-01,100", "S1,17,2025-01-01,,120")
    assert [(fact.type, fact.amount) for fact in found.facts if fact.amount] == [
        ("contract_started", 100),
        ("contract_changed", 150),
        ("contract_changed", 120),
    ]
    assert len({fact.id for fact in found.facts}) == 4


def test_the_id_is_that_of_a_new_fact_with_the_same_number(read):
    found = read(ENGLISH, "S1,17,2024-02-01,2025-02-01,100", system="crm")
    assert found.one("contract_started").id == fact_id("crm", "contract_started", "S1")
    assert found.one("contract_ended").id == fact_id("crm", "contract_ended", "S1")


@pytest.mark.slow
def test_without_a_number_customer_plan_and_start_are_the_contract(read):
    found = read("Kundennr;Tarif;Vertragsbeginn;Monatsbetrag", "17;Pro;01.02.2024;100", "17;Pro;01.03.2024;100")
    again = read("Kundennr;Tarif;Vertragsbeginn;Monatsbetrag", "17;Pro;01.02.2024;100", "17;Pro;01.03.2024;100")
    assert len({fact.ref for fact in found.facts}) == 2
    assert all((fact.ref or "").startswith("~") for fact in found.facts)
    assert [fact.ref for fact in again.facts] == [fact.ref for fact in found.facts]
    assert found.types == ["contract_started"] * 2


def test_a_day_is_local_and_an_instant_is_kept(read):
    found = read(ENGLISH, "S1,17,2024-02-01,,100", "S2,17,2024-06-30T23:30:00Z,,100")
    assert [fact.occurred_at for fact in found.facts] == [
        datetime(2024, 1, 31, 23, tzinfo=UTC),
        datetime(2024, 6, 30, 23, 30, tzinfo=UTC),
    ]
    assert [fact.day for fact in found.facts] == [date(2024, 2, 1), date(2024, 7, 1)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("S2,,2024-02-01,,100", ("customer_id", "missing_customer")),
        ("S2,17,,,100", ("start_date", "missing_at")),
        ("S2,17,2024-02-01,soon,100", ("end_date", "bad_at")),
        ("S2,17,2028-02-01,,100", ("start_date", "late_at")),
        ("S2,17,2024-02-01,2024-01-01,100", ("end_date", "ends_early")),
        ("S2,17,2024-02-01,,-100", ("mrr", "negative")),
        ("S2,17,2024-02-01,,free", ("mrr", "bad_number")),
        (ENGLISH, ("contract_id", "heading_again")),
    ],
)
def test_a_row_that_cannot_be_meant_is_rejected_with_its_reason(read, line, reason):
    sound = [f"S{number},18,2024-03-01,2027-03-01,100" for number in range(3, 6)]
    found = read(ENGLISH, "S1,17,2024-02-01,,100", line, *sound)
    assert found.reasons == [(3, *reason)]
    assert found.types == ["contract_started"] * 4
    assert (found.counts.read, found.counts.rejected) == (5, 1)


def test_trials_and_reasons_are_told(read):
    heading = "contract_id,customer_id,start_date,end_date,mrr,is_trial,Kündigungsgrund"
    found = read(heading, "S1,17,2024-02-01,2024-03-01,0,TRUE,Zu teuer!")
    assert found.one("contract_started").props["trial"] is True
    assert found.one("contract_ended").props == {"reason": "zu_teuer"}
