"""A customer list and a contract list as a German ERP exports them, of any length; the same for the same length."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from stdnum.iso7064 import mod_11_10

FORMS = ("GmbH", "AG", "GmbH & Co. KG", "KG", "e.K.", "UG (haftungsbeschränkt)", "OHG")
FIRST = (
    "Nord",
    "Süd",
    "Rhein",
    "Main",
    "Elbe",
    "Alpen",
    "Berg",
    "Wald",
    "See",
    "Stern",
    "Kraft",
    "Blitz",
    "Feld",
    "Stein",
)
SECOND = (
    "bau",
    "technik",
    "handel",
    "druck",
    "logistik",
    "metall",
    "holz",
    "werk",
    "service",
    "pack",
    "farben",
    "optik",
)
CUSTOMERS = "Kundennummer;Firma;USt-IdNr.;Straße;PLZ;Ort;Land;Branche;Anrede;Vorname;Nachname;E-Mail"
CONTRACTS = "Vertragsnummer;Kundennummer;Vertragsbeginn;Laufzeit;Verlängerung;Kündigungsfrist;Monatsbetrag;Produkt"
SEED = 20261121


def customers(lines: int, path: Path) -> Path:
    """Every second one has a VAT id with right check digits; all have a contact with an address of their own."""
    return _written(path, CUSTOMERS, (_customer(n, random.Random(SEED + n)) for n in range(lines)))


def contracts(lines: int, path: Path) -> Path:
    """One contract for each of the customers, forty products."""
    return _written(path, CONTRACTS, (_contract(n) for n in range(lines)))


def _written(path: Path, heading: str, lines: Iterator[str]) -> Path:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(f"{heading}\n")
            stream.writelines(f"{line}\n" for line in lines)
        draft.rename(path)
    return path


def _customer(n: int, dice: random.Random) -> str:
    stem = f"{dice.choice(FIRST)}{dice.choice(SECOND)}"
    name = f"{stem} {dice.choice(FIRST)}{dice.randrange(100_000)} {dice.choice(FORMS)}"
    digits = f"{10_000_000 + n}"
    vat_id = f"DE{digits}{mod_11_10.calc_check_digit(digits)}" if n % 2 else ""
    where = f"Hauptstr. {n % 200};{10_000 + n % 89_999};Ort{n % 5_000};Deutschland;B{n % 20}"
    who = f"{'Herr' if n % 2 else 'Frau'};Vor{n % 1_000};Nach{n % 70_000};p{n}@firma{n}.de"
    return f"{digits};{name};{vat_id};{where};{who}"


def _contract(n: int) -> str:
    start = f"{1 + n % 28:02d}.{1 + n % 12:02d}.{2015 + n % 11}"
    terms = f"{(12, 24, 36)[n % 3]};{(1, 12)[n % 2]};{(1, 3)[n % 2]} Monate"
    return f"V{n};{10_000_000 + n};{start};{terms};{50 + n % 950},{n % 100:02d};P{n % 40}"
