"""Files about usage, events and contracts, as a system exports them: the person is in good rows and in bad ones."""

from __future__ import annotations

from pathlib import Path

from bleib.customers import api as customers
from tests.flow.door import Door
from tests.flow.doors import LAST, NAME, NOW, NUMBER, bleib, boss, written


def _imported(home: Path, name: str, *lines: str) -> None:
    bleib("import", written(home, name, "\n".join(lines) + "\n"), "--home", home)


def uses_something(home: Path) -> None:
    head, bad = "account,usage_date,feature,usage_count", f"{NUMBER},some day of {NAME},export,1"
    _imported(home, f"usage of {NAME}.csv", head, f"{NUMBER},2025-03-01,export,3", bad)


def asks_for_something(home: Path) -> None:
    head = "ticket_id,account_id,submitted_at,closed_at,priority,satisfaction_score"
    case = f"T1,{NUMBER},2025-03-02 10:00:00,2025-03-03 10:00:00,urgent,4"
    _imported(home, f"{LAST}.csv", head, case, f"T2,{NUMBER},from {NAME},,,")


def signs_a_contract_that_has_no_number(home: Path) -> None:
    head = "account_id;plan_tier;start_date;end_date;mrr_amount"
    _imported(home, "contracts.csv", head, f"{NUMBER};Pro;2025-01-01;;90", f"{NUMBER};Pro;by {NAME};;90")


def has_a_contract_in_a_list(home: Path) -> None:
    head = "Kundennummer;Firma;Vertragsbeginn;Betrag pro Monat"
    lines = f"{NUMBER};{NAME};01.01.2025;90,00\n{NUMBER};{NAME};am Tag von {LAST};90,00\n"
    file = written(home, f"Verträge {NAME}.csv", f"{head}\n{lines}")
    customers.import_customers([str(file)], wishes=customers.Wishes(), now=NOW, actor=boss())


def is_in_anothers_row(home: Path) -> None:
    head = "Kundennummer;Firma;Herkunft;Schlagworte;Artikelnummer;Artikelbezeichnung"
    row = f"Z9;Zobel OHG;Empfehlung {NAME};Kreis {NAME};A1;Regal für {NAME}"
    file = written(home, "others.csv", f"{head}\n{row}\n")
    customers.import_customers([str(file)], wishes=customers.Wishes(), now=NOW, actor=boss())


DOORS = (
    Door(uses_something, "history_import.label"),
    Door(asks_for_something, "history_import.label"),
    Door(signs_a_contract_that_has_no_number, "facts/"),
    Door(has_a_contract_in_a_list, "customers_customerimport.label"),
    Door(is_in_anothers_row, "customers_customer.acquired_through"),
)
