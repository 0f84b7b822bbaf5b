"""What a dry run found out, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from bleib.console.imports.rows import counts_of
from bleib.history.sources.reasons import reason
from bleib.kernel.told import Told
from bleib.report.words import LOCALES, Words
from bleib.uploads.api import Topic, Upload, findings


@dataclass(frozen=True)
class Outcome:
    """`problem` or `failure` (the kind of an error of ours) say why there is nothing else. Texts are ready to print."""

    problem: str = ""
    failure: str = ""
    counts: list[tuple[str, int]] = field(default_factory=list)
    span: str = ""
    revenue: str = ""
    orders: int = 0
    customers: int = 0
    new: int = 0
    already: int | None = None
    goods: list[str] = field(default_factory=list)
    rejects: list[tuple[str, int, str, str, str]] = field(default_factory=list)  # file, line, column, value, why
    notes: list[tuple[str, str]] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        return not (self.problem or self.failure)


def outcome_of(upload: Upload) -> Outcome | None:
    """The last dry run of these wishes; None where there is none."""
    found = findings.read(upload.folder, findings.OUTCOME)
    if not found:
        return None
    if "counts" not in found:
        return Outcome(problem=found.get("problem", ""), failure=found.get("failure", ""))
    counts, rejects = counts_of(Topic(upload.topic), found["counts"]), _rejects(found["rejects"])
    if upload.topic == Topic.CUSTOMERS:
        return Outcome(counts=counts, rejects=rejects, created=found["created"], changes=found["changes"])
    words = Words(_language(), found["currency"])
    return Outcome(
        counts=counts,
        rejects=rejects,
        span=_span(words, found),
        revenue="" if found["revenue"] is None else words.cents(Decimal(found["revenue"])),
        orders=found["orders"],
        customers=found["customers"],
        new=found["new"],
        already=found["already"],
        goods=found["goods"],
        notes=[(name, Told.kept(note).said(words.lang)) for name, note in found["notes"]],
    )


def _span(words: Words, found: dict[str, Any]) -> str:
    days = [date.fromisoformat(found[name]) for name in ("first_day", "last_day") if found[name]]
    return " – ".join(dict.fromkeys(words.day(day) for day in days))


def _rejects(kept: list[dict[str, Any]]) -> list[tuple[str, int, str, str, str]]:
    return [(each["file"], each["line"], each["column"], each["value"], _why(each)) for each in kept]


def _why(reject: dict[str, Any]) -> str:
    return str(reject.get("sentence") or reason(reject["code"], reject["form"], _language()))


def _language() -> str:
    language = (get_language() or "de")[:2]
    return language if language in LOCALES else "en"
