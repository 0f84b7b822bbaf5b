"""`bleib import` of files about other things than orders."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.slow

CONTRACTS = """Vertragsnr;Kundennr;Tarif;Vertragsbeginn;Vertragsende;Monatsbetrag
V1;17;Pro;01.01.2024;;100,00
V2;18;Basis;01.02.2024;31.12.2024;50,00
"""
USAGE = """Vertragsnr;Nutzungsdatum;Funktion;Anzahl
V1;05.01.2024;Export;3
V2;06.02.2024;Export;1
"""


@pytest.fixture
def contracts(tmp_path):
    path = tmp_path / "contracts.csv"
    path.write_text(CONTRACTS, encoding="utf-8")
    return path


@pytest.fixture
def usage(tmp_path):
    path = tmp_path / "usage.csv"
    path.write_text(USAGE, encoding="utf-8")
    return path


def test_headings_tell_what_a_file_is_about(bleib, contracts):
    answer = bleib("import", contracts)
    assert "is done" in answer.out
    assert "3  accepted" in answer.out
    assert "contract started: 2, contract ended: 1" in answer.err
    assert "Monatsbetrag" in answer.err


def test_the_same_contracts_twice_change_nothing(bleib, contracts):
    bleib("import", contracts)
    assert "Imported before: no. " in bleib("import", contracts).out


def test_another_kind_is_another_import(bleib, tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text("customer,date,score\n17,2024-01-01,9\n", encoding="utf-8")
    assert bleib("import", file, "--kind", "answer", "--map", "nps=score").code == 0
    assert "is done" in bleib("import", file, "--kind", "visit").out


def test_a_newer_list_without_the_end_takes_it_back(bleib, contracts):
    bleib("import", contracts)
    contracts.write_text(CONTRACTS.replace("31.12.2024", ""), encoding="utf-8")
    answer = bleib("import", contracts)
    # The agreed end was part of how the contract started, and it had ended.
    assert "1  duplicates" in answer.out
    assert "2  replaced by newer lines" in answer.out


def test_usage_finds_the_customers_of_contracts_imported_before(bleib, contracts, usage):
    assert "It is not known which customer it was" in bleib("import", usage).err
    bleib("import", contracts)
    assert "2  accepted" in bleib("import", usage).out


def test_an_undone_import_of_usage_leaves_nothing(bleib, contracts, usage):
    bleib("import", contracts)
    [number] = re.findall(r"Import no. (\d+) is done", bleib("import", usage).out)
    assert bleib("undo", number).code == 0
    assert "2  accepted" in bleib("import", usage).out


def test_what_is_worth_nothing_settles_no_currency(bleib, usage, contracts, orders):
    bleib("import", usage, "--map", "customer=Vertragsnr")
    assert bleib("import", orders, "--currency", "CHF").code == 0
    assert bleib("import", contracts, "--currency", "USD").code == 1


def test_orders_stay_orders(bleib, orders, contracts):
    assert "4  accepted" in bleib("import", orders).out
    said = ("--kind", "order", "--map", "amount=Monatsbetrag", "--map", "at=Vertragsbeginn")
    assert "2  accepted" in bleib("import", contracts, *said).out


def test_beside_orders_other_tables_are_passed_over(bleib, orders, usage):
    assert "4  accepted" in bleib("import", orders, usage).out


def test_keys_of_other_kinds_are_no_keys_of_orders(bleib, orders):
    answer = bleib("import", orders, "--map", "nps=Menge")
    assert (answer.code, "orders have no such key" in answer.err) == (2, True)


def test_what_is_not_clear_is_asked_for(bleib, tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text("who,when,value\n17,2024-01-01,9\n", encoding="utf-8")
    answer = bleib("import", file)
    assert (answer.code, "If these are no orders, say --kind: contract, usage" in answer.err) == (1, True)


def test_columns_of_a_kind_are_kept_as_a_preset(bleib, tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text("who,date,points\n17,2024-01-01,9\n", encoding="utf-8")
    said = ("--kind", "answer", "--map", "nps=points", "--map", "customer=who", "--save-preset", "scores")
    assert bleib("import", file, *said).code == 0
    file.write_text("who,date,points\n18,2024-01-02,8\n", encoding="utf-8")
    assert "1  accepted" in bleib("import", file, "--kind", "answer", "--preset", "scores").out


def test_a_dry_run_tells_and_changes_nothing(bleib, contracts, tmp_path):
    assert "nothing was changed" in bleib("import", contracts, "--dry-run").out
    assert not (tmp_path / "home").exists()


def test_a_report_on_contracts_tells_recurring_revenue(bleib, contracts):
    data = bleib("report", contracts, "--json", "-").data
    assert data["mrr"]["mrr"] == 100
    assert bleib("import", contracts).code == 0
    of_installation = bleib("report", "--json", "-").data
    assert of_installation["mrr"] == data["mrr"]


def test_a_report_takes_contracts_for_orders_if_told_so(bleib, contracts):
    said = ("--kind", "order", "--map", "amount=Monatsbetrag", "--map", "at=Vertragsbeginn")
    data = bleib("report", contracts, *said, "--json", "-").data
    assert (data["totals"]["revenue"], "mrr" in data) == (150, False)


def test_a_report_without_files_asks_for_no_kind(bleib, contracts):
    bleib("import", contracts)
    answer = bleib("report", "--kind", "contract")
    assert (answer.code, "--kind: this says how files are read" in answer.err) == (2, True)


def test_contracts_and_orders_stand_side_by_side(bleib, orders, contracts):
    bleib("import", orders)
    before = bleib("report", "--json", "-").data
    bleib("import", contracts)
    after = bleib("report", "--json", "-").data
    same = ("first_day", "last_day", "windows", "retention", "totals", "revenue_retention", "cohorts")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["mrr"]["customers"] == 1
    assert [each["role"] for each in after["import"]["sources"]] == ["lines", "events"]
