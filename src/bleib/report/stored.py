"""A report as JSON that reads back as the very same report: what was measured is kept and printed later.

Not for people: `data.to_json` is. Decimals and days, which JSON does not know, are objects of one key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bleib.history.book import SourceNote
from bleib.history.counts import Counts
from bleib.kernel.told import Told
from bleib.kernel.windows import Unit, Window
from bleib.report.compose import Report, Row
from bleib.report.plan import Plan, Windows

Rows = tuple[Row, ...]

READERS: Mapping[str, Callable[[str], Any]] = {
    "$decimal": Decimal,
    "$day": date.fromisoformat,
    "$instant": datetime.fromisoformat,
    "$window": Window.parse,
    "$unit": Unit,
}
WRITERS: tuple[tuple[type, str], ...] = (
    (Decimal, "$decimal"), (datetime, "$instant"), (date, "$day"), (Window, "$window"), (Unit, "$unit"),
)  # fmt: skip


def stored(value: Any) -> Any:
    """Rows, mappings and values as what `json.dumps` takes."""
    if isinstance(value, Mapping):
        return {name: stored(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [stored(each) for each in value]
    for kind, name in WRITERS:
        if isinstance(value, kind):
            return {name: value.isoformat() if isinstance(value, date) else str(value)}
    return value


def restored(value: Any) -> Any:
    """What `stored` was given; lists come back as tuples."""
    if isinstance(value, list):
        return tuple(restored(each) for each in value)
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (name, text), *_ = value.items()
        if name in READERS and isinstance(text, str):
            return READERS[name](text)
    return {name: restored(each) for name, each in value.items()}


def store_report(report: Report) -> dict[str, Any]:
    """The whole report, ready for `json.dumps`."""
    fields = {name: getattr(report, name) for name in Report.__dataclass_fields__}
    parts = {
        "counts": asdict(report.counts),
        "sources": [asdict(each) for each in report.sources],
        "windows": _fields(report.windows),
    }
    kept: dict[str, Any] = stored(fields | parts)
    return kept


def restore_report(kept: Mapping[str, Any]) -> Report:
    """The report that was stored. TypeError or KeyError where another Bleib stored it, with other fields."""
    fields = restored(dict(kept))
    return Report(
        **fields
        | {
            "counts": Counts(**fields["counts"]),
            "sources": tuple(SourceNote(**each | {"note": Told.kept(each["note"])}) for each in fields["sources"]),
            "windows": Windows(**fields["windows"]),
        }
    )


def store_plan(plan: Plan) -> dict[str, Any]:
    """Only what was wished for: the default plan is empty."""
    kept: dict[str, Any] = stored({name: value for name, value in _fields(plan).items() if value is not None})
    return kept


def restore_plan(kept: Mapping[str, Any]) -> Plan:
    return Plan(**restored(dict(kept)))


def _fields(of: Plan | Windows) -> dict[str, Any]:
    return {name: getattr(of, name) for name in type(of).__dataclass_fields__}
