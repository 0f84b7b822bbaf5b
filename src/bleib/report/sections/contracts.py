"""What contracts say: who still has one, what they bring in a month, and how that moved."""

from __future__ import annotations

from decimal import Decimal

from bleib.report.compose import Report, contract_window
from bleib.report.sections.bridge import chart
from bleib.report.sections.section import Figure, Section, label
from bleib.report.words import Words, precision
from bleib.ui.table import Column, Table

METRICS = ("mrr", "contract_retention", "mrr_bridge", "mrr_series")
# Part of the bridge, its sign, and the sentence that names it.
STEPS = (
    ("lost", -1, "bridge_lost"), ("contraction", -1, "contracts_smaller"), ("expansion", 1, "contracts_larger"),
    ("new", 1, "bridge_new"), ("won_back", 1, "bridge_won_back"),
)  # fmt: skip
PERIODS = 24  # of the series that are shown; all are in the JSON


def section(report: Report, words: Words) -> Section | None:
    if not report.has_contracts:
        return None
    table = parts(report, words) if report.one("mrr")["mrr"] is not None and report.one("mrr_bridge")["start"] else None
    course = series(report, words)
    return Section(
        name="contracts",
        title=words.say("contracts_title"),
        sentences=tuple(sentences(report, words)),
        figures=figures(report, words),
        chart=None if table is None else chart(table, words, "contracts"),
        tables=(course,) if course.rows else (),
        brief=table,
        metrics=METRICS,
    )


def sentences(report: Report, words: Words) -> list[str]:
    """The retention of those with a contract, who came and went, and what they all bring in."""
    row, window = report.one("contract_retention"), contract_window(report.windows)
    days = {"before": window.start, "after": window.end}
    if not row["customers_start"]:
        told = [words.say("contracts_nobody", end=row["customers_end"], **days)]
    else:
        values = {"start": row["customers_start"], "kept": row["kept"], "crr": row["crr"]}
        told = [words.say("contracts_kept", **values, low=row["ci95_low"], high=row["ci95_high"], **days)]
        told.append(words.say("contracts_moved", new=row["new"], won_back=row["won_back"], lost=row["lost"]))
    money = report.one("mrr")
    if money["mrr"] is None:
        return [*told, words.say("contracts_unknown")]
    return [*told, words.say("contracts_worth", mrr=money["mrr"], arr=money["arr"])]


def figures(report: Report, words: Words) -> tuple[Figure, ...]:
    money, bridge, kept = (report.one(slug) for slug in ("mrr", "mrr_bridge", "contract_retention"))
    small = words.say("contracts_small", customers=money["customers"], contracts=money["contracts"])
    all_ = (
        Figure("MRR", words.show(money["mrr"], "compact"), small),
        Figure("NRR", words.show(bridge["nrr"], "percent"), words.say("nrr_small")),
        Figure("GRR", words.show(bridge["grr"], "percent"), words.say("grr_small")),
        Figure(label("contract_retention", words.lang), words.show(kept["crr"], "percent"), ""),
    )
    return all_ if money["mrr"] is not None else all_[3:]


def parts(report: Report, words: Words) -> Table:
    """The bridge as a table that adds up; shares are of the recurring revenue at the start."""
    row = report.one("mrr_bridge")
    steps: list[tuple[str, Decimal]] = [(name, sign * row[slug] + 0) for slug, sign, name in STEPS]
    amounts = [("bridge_start", row["start"]), *steps, ("bridge_end", row["end"])]
    columns = (
        Column(words.say("part")),
        Column(words.say("contracts_month"), precision(amount for _, amount in amounts)),
        Column(words.say("share_of_start"), "percent"),
    )
    lines = ((words.say(name), amount, float(amount / row["start"] * 100)) for name, amount in amounts)
    return Table(words.say("contracts_caption"), columns, tuple(lines))


def series(report: Report, words: Words) -> Table:
    """Recurring revenue and customers at the end of the last periods, and who left in them."""
    rows = report.rows("mrr_series")[-PERIODS:]
    columns = (
        Column(words.say("contracts_period")),
        Column("MRR", precision(row["end"] for row in rows)),
        Column(words.say("contracts_customers"), "count"),
        Column(words.say("bridge_lost"), "count"),
        Column(words.say("contracts_churn"), "percent"),
    )
    lines = (
        (words.period(row["period"], report.windows.unit), row["end"], row["customers_end"], row["customers_lost"],
         row["churn"])
        for row in rows
    )  # fmt: skip
    return Table(words.say("contracts_course"), columns, tuple(lines))
