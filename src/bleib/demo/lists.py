"""The demo company's other files: customers, articles, contracts, usage, cases and answers of surveys.

Windows-1252, semicolons, German dates and decimal commas, like the invoices (exports.py); all named synthetic.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from bleib.demo.agreements import SERVICES, Agreement, agreements
from bleib.demo.catalogue import FAMILIES
from bleib.demo.company import Company
from bleib.demo.exports import MARKER, german, german_time, replace_file
from bleib.demo.people import Person, Record, records
from bleib.demo.signals import Answer, Case, Use, answers, cases, usage

UNREADABLE_MAILS = 3  # customers whose first address somebody typed without its @
GROUPS = {
    "SK8": "Schrauben und Dübel", "SK12": "Schrauben und Dübel", "DB": "Schrauben und Dübel",
    "TS": "Schleifen und Trennen",
    "SP": "Schleifen und Trennen", "RO": "Rohre und Leitungen", "KA": "Rohre und Leitungen", "HS": "Arbeitsschutz",
    "SC": "Arbeitsschutz", "OL": "Betriebsstoffe", "BO": "Werkzeuge", "SW": "Schweißen", "AM": "Werkzeuge",
    "SB": "Maschinen", "RE": "Betriebseinrichtung",
}  # fmt: skip


@dataclass(frozen=True)
class Lists:
    """Everything but the invoices, drawn from the company once."""

    company: Company

    @cached_property
    def customers(self) -> list[Record]:
        return records(self.company)

    @cached_property
    def contracts(self) -> list[Agreement]:
        return agreements(self.company)

    @cached_property
    def usage(self) -> list[Use]:
        return usage(self.company, self.contracts)

    @cached_property
    def cases(self) -> list[Case]:
        return cases(self.company)

    @cached_property
    def answers(self) -> list[Answer]:
        return answers(self.company)


@dataclass(frozen=True)
class ListFiles:
    """Paths: `masters` are imported as customers, `events` into the history."""

    masters: tuple[Path, ...]
    events: tuple[Path, ...]


def write_lists(lists: Lists, folder: Path) -> ListFiles:
    """Write the files into `folder` (made if missing), each whole or not at all; the same day, the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)

    def written(name: str, heading: str, rows: Iterable[Sequence[object]]) -> Path:
        return replace_file(folder / f"{MARKER}_{name}.csv", table(heading.split(";"), rows))

    return ListFiles(
        masters=(
            written("Artikel", "Artikelnr;Artikelbezeichnung;Warengruppe", articles()),
            written("Kunden", CUSTOMERS, customer_rows(lists.customers)),
            written("Vertraege", CONTRACTS, contract_rows(lists.contracts)),
        ),
        events=(
            written("Nutzung", "Nutzungsdatum;Kundennr;Modul;Aufrufe;Sekunden;Fehler", map(use_row, lists.usage)),
            written("Anliegen", CASES, map(case_row, lists.cases)),
            written("Umfrage", "Antwortnr;Umfragedatum;Kundennr;NPS", map(answer_row, lists.answers)),
        ),
    )


CUSTOMERS = (
    "Kundennr;Firma;Straße;PLZ;Ort;Land;Telefon;Internet;Branche;Sprache;Herkunft;Betreuer;Kunde seit;Kundenstatus;"
    "Schlagworte;Anrede;Vorname;Nachname;Position;Abteilung;Rolle;E-Mail"
)
CONTRACTS = (
    "Vertragsnr;Kundennr;Tarif;Vertragsbeginn;Gültig ab;Monatsbetrag;Anzahl;Laufzeit;Verlängerung;Kündigungsfrist;"
    "Gekündigt am;Vertragsende"
)
CASES = "Ticketnr;Kundennr;Eröffnet am;Geschlossen am;Priorität;Erste Antwort Minuten;Zufriedenheit"


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode("cp1252")


def articles() -> Iterator[Sequence[object]]:
    for family in FAMILIES:
        for article in family.articles():
            yield article.number, article.name, GROUPS[family.prefix]
    for service in SERVICES:
        yield service.code, service.name, service.group


def customer_rows(found: Sequence[Record]) -> Iterator[Sequence[object]]:
    """A line for every person."""
    for place, record in enumerate(found):
        for person in record.people:
            spoilt = place < UNREADABLE_MAILS and person is record.people[0]
            yield *company_cells(record), *person_cells(person, spoilt=spoilt)


def company_cells(record: Record) -> Sequence[object]:
    language = "Deutsch" if record.country in ("Deutschland", "Österreich", "Schweiz") else "Englisch"
    return (
        record.number, record.name, record.street, record.postcode, record.city, record.country, record.phone,
        record.domain, record.industry, language, record.source, record.owner, day(record.since), record.standing,
        ", ".join(record.tags),
    )  # fmt: skip


def person_cells(person: Person, *, spoilt: bool) -> Sequence[object]:
    mail = person.mail.replace("@", " (at) ") if spoilt else person.mail
    return (
        person.salutation, person.first_name, person.last_name, person.position, person.department, person.role, mail,
    )  # fmt: skip


def contract_rows(found: Sequence[Agreement]) -> Iterator[Sequence[object]]:
    """A line for every version."""
    for each in found:
        for version in each.versions:
            yield (
                each.number, each.customer.number, each.service.code, day(each.starts_on), day(version.valid_from),
                german(version.amount), version.quantity, each.term_months, 12, "3 Monate", day(each.notice_given_on),
                day(each.ends_on),
            )  # fmt: skip


def use_row(use: Use) -> Sequence[object]:
    return day(use.day), use.customer.number, use.module, use.times, use.seconds, use.errors


def case_row(case: Case) -> Sequence[object]:
    return (
        case.number, case.customer.number, german_time(case.opened), german_time(case.closed) if case.closed else "",
        case.severity, case.first_answer or "", case.score or "",
    )  # fmt: skip


def answer_row(answer: Answer) -> Sequence[object]:
    return answer.number, german_time(answer.at), answer.customer.number, answer.score


def day(date: date | None) -> str:
    return "" if date is None else f"{date:%d.%m.%Y}"
