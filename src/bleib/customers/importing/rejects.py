"""Lines that were not taken, and cells that were left out: where they stand, what they say and why."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bleib.customers.importing.keys import KEYS
from bleib.customers.importing.own_fields import FORMS
from bleib.customers.importing.plan import TablePlan
from bleib.customers.importing.reasons import WHOLE_LINE, reason
from bleib.customers.models import CustomerImport
from bleib.history.sources.rejects import HEADINGS, harmless

__all__ = ["WHOLE_LINE", "Reject", "drop_strays", "find", "save", "write"]
FOLDER = "rejects"


@dataclass(frozen=True)
class Reject:
    """One line or, where not `whole`, one cell of it."""

    file: str
    line: int
    column: str
    value: str
    code: str
    form: str
    whole: bool

    def sentence(self, lang: str) -> str:
        return reason(self.code, self.form, lang)


def find(connection: Any, plans: Sequence[TablePlan]) -> list[Reject]:
    """All of them, in the order of files and lines."""
    rows = connection.execute(
        "SELECT file, line, key, value, reason, whole FROM rejected ORDER BY file, line, key"
    ).fetchall()
    return [
        Reject(
            file=plans[file].table.name,
            line=line,
            column=plans[file].heading(key),
            value=value or "",
            code=code,
            form=_form(plans[file], key),
            whole=whole,
        )
        for file, line, key, value, code, whole in rows
    ]


def save(home: Path, number: int, rejects: Sequence[Reject], *, lang: str) -> str:
    """Write the reject file of an import; returns its path below `home`."""
    relative = f"{FOLDER}/customers-{number}.csv"
    (home / FOLDER).mkdir(parents=True, exist_ok=True)
    write(home / relative, rejects, lang=lang)
    return relative


def write(path: Path, rejects: Sequence[Reject], *, lang: str) -> None:
    """The reject file: UTF-8 with a mark and the language's delimiter, for spreadsheets."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";" if lang == "de" else ",")
        writer.writerow(HEADINGS[lang])
        for each in rejects:
            file, column, value = (harmless(text) for text in (each.file, each.column, each.value))
            writer.writerow((file, each.line, column, value, each.sentence(lang)))


def drop_strays(home: Path) -> None:
    """Reject files of imports that came to nothing, also of those whose process died."""
    known = set(CustomerImport.objects.exclude(rejects="").values_list("rejects", flat=True))
    for file in (home / FOLDER).glob("customers-*.csv"):
        if f"{FOLDER}/{file.name}" not in known:
            file.unlink(missing_ok=True)


def _form(plan: TablePlan, key: str) -> str:
    if key in plan.dates:
        return plan.dates[key].described
    if key in plan.own:
        return FORMS[plan.own[key][0].kind]
    return KEYS[key].form.value if key in KEYS else ""
