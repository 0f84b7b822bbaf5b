"""Contracts from a list: versions, deadlines, standings and the same facts as one by one."""

from datetime import date, timedelta

import pytest

from bleib.customers.importing.undo import undo_import
from bleib.customers.models import Contract, Customer, Product
from bleib.history.models import PendingFact

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HEADING = "Vertragsnummer;Kundennummer;Beginn;Ende;Laufzeit;Verlängerung;Kündigungsfrist;Monatsbetrag;Produkt;Anzahl"
LIST = f"{HEADING}\nV1;10;01.03.2020;;24;12;3 Monate;1.250,50;Pro;5\nV2;11;15.06.2024;14.06.2026;24;;;99,00;Basis;\n"
FACT = ("fact_id", "type", "customer", "occurred_at", "occurred_on", "amount", "currency", "product", "ref", "props")


def test_contracts_bring_customers_products_and_deadlines(bring):
    assert bring(LIST).counts["created"] == 2
    found = Contract.objects.get(number="V1")
    assert (found.customer.number, found.term_ends_on, found.notice_by) == ("10", date(2027, 2, 28), date(2026, 11, 30))
    version = found.versions.get()
    assert (float(version.amount_per_month), version.product.code, version.quantity) == (1250.5, "Pro", 5)
    assert Product.objects.count() == 2


def test_a_contract_makes_its_customer_one_since_its_start(bring):
    bring("Kundennummer;Firma\n10;Eins\n")
    bring(LIST)
    [standing] = Customer.objects.get(number="10").standings.all()
    assert (standing.kind, standing.since.date()) == ("customer", date(2020, 3, 1))


def test_the_facts_are_those_that_the_verbs_record(bring, contract, customer, now):
    bring(LIST)
    imported = list(PendingFact.objects.order_by("ref", "type", "pk").values(*FACT))
    PendingFact.objects.all().delete()
    for made in Contract.objects.order_by("number"):
        version = made.versions.get()
        made._record("contract_started", made.starts_on, version=version, now=now)
        made.end_told_at = None
        made.tell_end(now=now)
    assert list(PendingFact.objects.order_by("ref", "type", "pk").values(*FACT)) == imported


def test_the_same_list_again_changes_nothing(bring):
    bring(LIST)
    assert bring(LIST).counts["unchanged"] == 2
    assert PendingFact.objects.count() == 3


def test_another_amount_is_a_version_from_today_on(bring, now):
    bring(LIST)
    assert bring(LIST.replace("1.250,50", "1.400,00"), now=now + timedelta(days=3)).counts["updated"] == 1
    contract = Contract.objects.get(number="V1")
    versions = [(each.valid_from, float(each.amount_per_month)) for each in contract.versions.all()]
    assert versions == [
        (date(2020, 3, 1), 1250.5),
        (date(2026, 11, 24), 1400),
    ]
    assert PendingFact.objects.filter(type="contract_changed", occurred_on="2026-11-24").count() == 1


def test_several_lines_of_one_contract_are_its_versions(bring):
    text = "Vertragsnummer;Kundennummer;Beginn;Monatsbetrag\nV1;10;01.01.2025;100\nV1;10;01.07.2025;120\n"
    bring(text)
    assert Contract.objects.get().starts_on == date(2025, 1, 1)
    assert Contract.objects.monthly_revenue(date(2025, 12, 1)) == 120
    assert bring(text).counts["unchanged"] == 2


def test_a_contract_of_somebody_else_is_rejected(bring):
    bring(LIST)
    result = bring(f"{HEADING}\nV1;99;01.03.2020;;;;;10;Pro;\nV3;99;01.03.2020;;;;;10;Pro;\n")
    assert (result.counts["created"], result.counts["rejected"]) == (1, 1)
    assert [(each.line, each.code) for each in result.rejects] == [(2, "known_elsewhere")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("V1;10;;;;;;10;;", "no_start"),
        ("V1;10;01.01.2025;31.12.2024;;;;10;;", "ends_early"),
        ("V1;10;01.01.2025;;;;;gratis;;", "no_amount"),
        ("V1;10;01.01.2025;;;;;-10;;", "no_amount"),
        ("V1;;01.01.2025;;;;;10;;", "no_customer"),
    ],
)
def test_a_contract_that_makes_no_sense_is_rejected(bring, line, code):
    result = bring(f"{HEADING}\n{line}\nV2;11;01.01.2025;;;;;10;;\n")
    assert code in [each.code for each in result.rejects if each.whole]
    assert result.counts["created"] == 1


def test_a_year_is_twelve_months(bring):
    bring("Vertragsnummer;Kundennummer;Beginn;Jahresbetrag\nV1;10;01.01.2025;1.200,00\n")
    assert Contract.objects.monthly_revenue(date(2025, 2, 1)) == 100


def test_an_undone_contract_whose_beginning_the_lake_has_ended_where_it_began(bring, now):
    run = bring(LIST).run
    PendingFact.objects.filter(type="contract_started").delete()  # V2's end is still on its way
    undo_import(run.pk, now=now)
    told = list(PendingFact.objects.order_by("ref").values_list("type", "ref", "occurred_on"))
    assert told == [("contract_ended", "V1", date(2020, 3, 1)), ("contract_ended", "V2", date(2024, 6, 15))]
