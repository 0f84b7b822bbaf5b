"""What changed in the month, and with whom: newly overdue, lost, won back, new, who moved most, which contracts end."""

from __future__ import annotations

from collections.abc import Iterable

from bleib.report.compose import Report, Row
from bleib.report.sections.rhythm import name, reason
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words, precision
from bleib.ui.table import Column, Table

METRICS = ("customer_changes", "change_sums", "newly_overdue")
CONTRACTS = ("contract_ends",)
SHOWN = 10  # rows of each list; 20 of each are in the JSON


def section(report: Report, words: Words) -> Section | None:
    if report.windows.month is None:
        return None
    tables = [*(_of_orders(report, words) if report.is_on_orders else ()), *_of_contracts(report, words)]
    return Section(
        name="changes",
        title=words.say("changes_title", month=month(report, words)),
        sentences=(sentence(report, words), *_how(report, words)),
        figures=figures(report, words) if report.is_on_orders else (),
        tables=tuple(tables),
        brief=tables[0] if tables else None,
        metrics=(*(METRICS if report.is_on_orders else ()), *(CONTRACTS if report.has_contracts else ())),
    )


def month(report: Report, words: Words) -> str:
    """The month by its name: `October 2026`."""
    assert report.windows.month is not None
    return words.month(report.windows.month.start)


def sentence(report: Report, words: Words) -> str:
    """Came, came back, left and fell behind, in one sentence; of contracts alone, which end."""
    ends = report.answers.get("contract_ends", ())
    said = [words.say("changes_ends", count=len(ends))] if report.has_contracts else []
    if not report.is_on_orders:
        return " ".join(said)
    counts = {kind: _sum(report, kind)["customers"] for kind in ("new", "won_back", "lost")}
    told = words.say("changes_sentence", month=month(report, words), **counts)
    late = words.say("changes_overdue", overdue=report.one("newly_overdue_total")["customers"])
    return " ".join([told, late, *said])


def figures(report: Report, words: Words) -> tuple[Figure, ...]:
    """The counts as big numbers, with the revenue that goes with them."""
    after, before = "changes_brought", "changes_had_brought"
    late = report.one("newly_overdue_total")
    worth = words.say("changes_year", money=late["revenue_year"]) if late["revenue_year"] is not None else ""
    return (
        _figure(report, words, "new", said=after, field="after"),
        _figure(report, words, "won_back", said=after, field="after"),
        _figure(report, words, "lost", said=before, field="before"),
        Figure(words.say("changes_newly_overdue"), words.count(late["customers"]), worth),
    )


def _how(report: Report, words: Words) -> list[str]:
    """By which window somebody counts as lost; that the month is not over."""
    windows = report.windows
    assert windows.month is not None
    said = [words.say("changes_how", days=windows.next.days)] if report.is_on_orders else []
    return said if windows.month.end.day == 1 else [*said, words.say("changes_open", last_day=report.last_day)]


def _sum(report: Report, kind: str) -> Row:
    nobody = {"kind": kind, "customers": 0, "before": None, "after": None}
    return next((row for row in report.rows("change_sums") if row["kind"] == kind), nobody)


def _figure(report: Report, words: Words, kind: str, *, said: str, field: str) -> Figure:
    row = _sum(report, kind)
    small = words.say(said, money=row[field]) if row[field] is not None else ""
    return Figure(words.say(kind), words.count(row["customers"]), small)


def _of_orders(report: Report, words: Words) -> Iterable[Table]:
    """A list per kind of change that occurred, those to call first."""
    rows = report.rows("customer_changes")
    kept = [row for row in rows if row["kind"] == "kept"]
    lists = (
        late(report, words),
        listing(report, words, kind="lost", rows=_of(rows, "lost", by="before")),
        listing(report, words, kind="won_back", rows=_of(rows, "won_back", by="after")),
        listing(report, words, kind="new", rows=_of(rows, "new", by="after")),
        listing(report, words, kind="less", rows=[row for row in kept if row["change"] < 0]),
        listing(report, words, kind="more", rows=[row for row in kept if row["change"] > 0]),
    )
    return (table.first(SHOWN) for table in lists if table.rows)


def _of(rows: Iterable[Row], kind: str, *, by: str) -> list[Row]:
    """Of one kind, the most valuable first; where amounts are unknown, as they come."""
    found = [row for row in rows if row["kind"] == kind]
    return sorted(found, key=lambda row: -(row[by] or 0))


def late(report: Report, words: Words) -> Table:
    """Who became overdue in the month, with the reason in words."""
    rows = report.rows("newly_overdue")
    columns = [Column(words.say("customer"), "name"), Column(words.say("reason"))]
    if report.has_amounts:
        columns += [Column(words.say("revenue_year"), precision(row["revenue_year"] for row in rows))]
    lines = ((name(row), reason(row, words), *((row["revenue_year"],) if report.has_amounts else ())) for row in rows)
    return Table(words.say("changes_list_overdue"), tuple(columns), tuple(lines))


def listing(report: Report, words: Words, *, kind: str, rows: list[Row]) -> Table:
    """Customers with their last order and, where amounts are known, the revenue of both windows and its change."""
    columns = [Column(words.say("customer"), "name"), Column(words.say("changes_last"), "day")]
    fields = ("before", "after", "change") if report.has_amounts else ()
    precise = precision(row[field] for row in rows for field in fields)
    columns += [Column(words.say(f"changes_{field}"), precise) for field in fields]
    lines = ((name(row), row["last_on"], *(row[field] for field in fields)) for row in rows)
    return Table(words.say(f"changes_list_{kind}", days=report.windows.next.days), tuple(columns), tuple(lines))


def _of_contracts(report: Report, words: Words) -> Iterable[Table]:
    """Contracts that end soon; all that are known."""
    rows = report.answers.get("contract_ends", ())
    if not rows:
        return
    columns = (
        Column(words.say("customer"), "name"), Column(words.say("changes_contract"), "name"),
        Column(words.say("changes_end_on"), "day"), Column(words.say("changes_notice"), "day"),
        Column(words.say("contracts_month"), precision(row["amount"] for row in rows)),
    )  # fmt: skip
    lines = ((name(row), row["contract"], row["end_on"], row["notice_on"], row["amount"]) for row in rows)
    yield Table(words.say("changes_list_ends"), columns, tuple(lines))
