"""DATEV's format: a line about the file, a line of headings, Windows-1252.

The first line says what the file holds, when the fiscal year began and how long account numbers are:
"EXTF";700;21;"Buchungsstapel";9;20180306102500000;;"XY";"...";"";1001;456;20180101;4;20180201;20180228;...
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bleib.history.sources.opening import Format, InputFile

DEBTORS, POSTINGS, LABELS = 16, 21, 20
_SIGN = re.compile(rb'\s*"?(EXTF|DTVF)"?;')
CHUNK = 1 << 20


@dataclass(frozen=True)
class DatevHead:
    """`category` is DATEV's number for what the file holds; `account_digits` those of ledger accounts."""

    category: int
    title: str
    fiscal_year: date | None
    account_digits: int
    currency: str

    def is_debtor(self, account: str) -> bool:
        """Accounts of persons have one digit more than those of the ledger; from 1 to 6 they are customers."""
        return len(account) == self.account_digits + 1 and "1" <= account[:1] <= "6"

    def day(self, short: str) -> date | None:
        """A date without its year, `2102` or `102`, in the fiscal year of the file; None where there is no such day."""
        if self.fiscal_year is None or not re.fullmatch(r"\d{3,4}", short):
            return None
        number, month = int(short[:-2]), int(short[-2:])
        # A fiscal year that begins in July reaches into the next calendar year.
        year = self.fiscal_year.year + (month < self.fiscal_year.month)
        try:
            return date(year, month, number)
        except ValueError:
            return None


def datev_head(file: InputFile) -> DatevHead | None:
    """What the first line says; None for a file that is not DATEV's."""
    if file.format is not Format.TEXT:
        return None
    with file.open() as stream:
        first = stream.readline(1 << 16)
    if not _SIGN.match(first.removeprefix(b"\xef\xbb\xbf")):
        return None
    fields = next(csv.reader([first.decode("cp1252", errors="replace").strip()], delimiter=";"))
    fields += [""] * (22 - len(fields))
    return DatevHead(
        category=int(fields[2]) if fields[2].isdigit() else 0,
        title=fields[3],
        fiscal_year=_day(fields[12]),
        account_digits=int(fields[13]) if fields[13].isdigit() else 4,
        currency=fields[21] or "EUR",
    )


def without_head(file: InputFile, scratch: Path) -> InputFile:
    """The same file from its headings on."""
    copy = scratch / f"datev-{file.path.name}"
    with file.open() as stream, copy.open("wb") as out:
        stream.readline(1 << 16)
        while chunk := stream.read(CHUNK):
            out.write(chunk)
    return replace(file, path=copy, gzipped=False)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if re.fullmatch(r"\d{8}", text) else None
