"""The demo company's exports: German ERP files as they really arrive, messy on purpose and labelled synthetic.

One file per business year; Windows-1252, semicolons, decimal comma, CRLF. `truth_of` says what a reader should find.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bleib.demo.calendar import years_before
from bleib.demo.company import NAME, YEARS, Company, Line
from bleib.demo.readme import README

# Every file name starts with it, so that no report can be taken for that of a real company.
MARKER = "synthetic-demo"

HEADING = (
    "Belegnr", "Belegdatum", "Kundennr", "Kundenname", "Land", "Gebiet", "Artikelnr", "Bezeichnung",
    "Menge", "ME", "Einzelpreis", "Betrag", "Währung", "", "",
)  # fmt: skip

OVERLAP_DAYS = 6  # the first export was drawn a few days late and holds the second one's first days, too
UNREADABLE_DATES = ("31.02.2025 09:15", "00.00.0000 00:00", "k. A.", "", "12.13.2025 10:40", "3 Tage nach Lieferung")
UNREADABLE_EVERY = 1709  # lines


@dataclass(frozen=True)
class Export:
    """One file: `rows` are what the file holds below its heading, `unreadable` the positions of spoilt dates."""

    name: str
    lines: tuple[Line, ...]
    unreadable: dict[int, str]
    heading_again: bool = False
    total: bool = False


def exports(company: Company) -> tuple[Export, ...]:
    """Three files, oldest first: one gzipped, one with a second heading, one with a total below."""
    cuts = [years_before(company.until, YEARS - year) for year in range(YEARS + 1)]
    late = cuts[1] + timedelta(days=OVERLAP_DAYS)
    return (
        Export(file_name(cuts[0], ".csv.gz"), between(company, cuts[0], late), {}),
        spoilt(file_name(cuts[1], ".csv"), between(company, cuts[1], cuts[2]), spare_until=late, heading_again=True),
        spoilt(file_name(cuts[2], ".csv"), between(company, cuts[2], cuts[3]), spare_until=cuts[2], total=True),
    )


def spoilt(
    name: str, lines: tuple[Line, ...], *, spare_until: date, heading_again: bool = False, total: bool = False
) -> Export:
    """Spoil a date now and then, but never an order's only position and no line that stands in two files."""
    refs = [line.ref for line in lines]
    candidates = [
        place
        for place in range(1, len(lines))
        if refs[place] == refs[place - 1] and lines[place].at.date() >= spare_until and lines[place].customer
    ]
    chosen = candidates[UNREADABLE_EVERY // 2 :: UNREADABLE_EVERY]
    unreadable = {place: UNREADABLE_DATES[n % len(UNREADABLE_DATES)] for n, place in enumerate(chosen)}
    return Export(name, lines, unreadable, heading_again=heading_again, total=total)


def between(company: Company, start: date, end: date) -> tuple[Line, ...]:
    return tuple(line for line in company.lines if start <= line.at.date() < end)


def file_name(start: date, suffix: str) -> str:
    return f"{MARKER}_Rechnungen_ab_{start:%Y-%m-%d}{suffix}"


def folder_name(day: date) -> str:
    """A folder of its own for the company as seen on `day`, for example `synthetic-demo-2026-11-21`."""
    return f"{MARKER}-{day:%Y-%m-%d}"


def write_exports(company: Company, folder: Path) -> list[Path]:
    """Write the files and a README into `folder` (made if missing) and return the files' paths, oldest first.

    Each file appears under its name only when it is complete, so a killed run can simply be repeated. Files that are
    already as they should be are left alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / "README.md", README.format(company=NAME, start=company.start, until=company.until).encode())
    paths = []
    for export in exports(company):
        content = render(export).encode("cp1252")
        packed = gzip.compress(content, mtime=0) if export.name.endswith(".gz") else content
        paths.append(replace_file(folder / export.name, packed))
    return paths


def replace_file(path: Path, content: bytes) -> Path:
    if path.exists() and path.read_bytes() == content:
        return path
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_bytes(content)
    # Another demo running at this moment writes the same bytes, and may have been first.
    with suppress(FileNotFoundError):
        unfinished.replace(path)
    return path


def render(export: Export) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADING)
    writer.writerows(rows(export))
    return text.getvalue()


def rows(export: Export) -> Iterator[list[str] | tuple[str, ...]]:
    for place, line in enumerate(export.lines):
        if export.heading_again and place == len(export.lines) // 2:
            yield HEADING
        yield row(line, export.unreadable.get(place))
    if export.total:
        amount = german(sum((line.amount for line in export.lines), Decimal(0)))
        yield ["Summe", *[""] * 10, amount, "EUR", "", ""]


def row(line: Line, unreadable_date: str | None = None) -> list[str]:
    buyer = line.customer
    return [
        line.ref,
        german_time(line.at) if unreadable_date is None else unreadable_date,
        buyer.number if buyer else "",
        buyer.name if buyer else "Barverkauf",
        buyer.country if buyer else "",
        buyer.region if buyer else "",
        line.article.number,
        line.article.name,
        german(line.quantity, plain=True),
        line.article.unit,
        german(line.price),
        german(line.amount),
        "EUR",
        "",
        "",
    ]


def german_time(at: datetime) -> str:
    return f"{at:%d.%m.%Y %H:%M}"


def german(number: Decimal, *, plain: bool = False) -> str:
    """1234.5 as "1.234,50"; `plain` drops decimals that say nothing, as quantities are printed."""
    whole = plain and number == number.to_integral_value()
    text = f"{number:,.0f}" if whole else f"{number:,.2f}"
    return text.translate(str.maketrans(",.", ".,"))
