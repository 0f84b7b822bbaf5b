"""The five sentences that matter first: stayed, won and lost, what it cost, regulars, whom to call; then contracts.

Of a month, what changed in it comes before them.
"""

from __future__ import annotations

from bleib.report.compose import Report
from bleib.report.sections import changes
from bleib.report.sections.contracts import sentences
from bleib.report.sections.regulars import second_order_sentence
from bleib.report.sections.retention import FEW, unobserved
from bleib.report.sections.rhythm import name, reason
from bleib.report.words import Words


def story(report: Report, words: Words) -> list[str]:
    first = [changes.sentence(report, words)] if report.windows.month else []
    if not report.is_on_orders:
        return [*first, contracts(report, words)]
    told = [*first, *(each(report, words) for each in (stayed, moved, cost, regulars, overdue))]
    return [*told, contracts(report, words)] if report.has_contracts else told


def stayed(report: Report, words: Words) -> str:
    """The rate with its interval; below 30 customers the interval comes first."""
    row = report.one("retention")
    if not row["customers_start"]:
        return words.say("stayed_nobody", base=report.windows.base)
    values = {"start": row["customers_start"], "kept": row["kept"], "crr": row["crr"]}
    few = row["customers_start"] < FEW
    rate = words.say("stayed_few" if few else "stayed", **values, low=row["ci95_low"], high=row["ci95_high"])
    more = [words.say("stayed_won_back", won_back=row["won_back"])] if row["won_back"] else []
    return " ".join([rate, *more, *unobserved(report, words)])


def moved(report: Report, words: Words) -> str:
    """New and lost, and a warning where the formula with first-time customers alone flatters."""
    row = report.one("retention")
    said = f"{words.say('moved', new=row['new'])} {words.say('gone', lost=row['lost'])}"
    if row["naive_crr"] is None or not row["won_back"]:
        return said
    points = row["naive_crr"] - row["crr"]
    return f"{said} {words.say('naive', naive=row['naive_crr'], points=points, won_back=row['won_back'])}"


def cost(report: Report, words: Words) -> str:
    """What those who left had brought, and what became of the rest."""
    if not report.has_amounts:
        return words.say("cost_unknown")
    row = report.one("revenue_retention")
    if not row["start"] or row["nrr"] is None:
        return words.say("cost_nothing", base=report.windows.base)
    values = {"start": row["start"], "nrr": row["nrr"], "grr": row["grr"]}
    if not row["lost"]:
        return words.say("cost_nobody", **values)
    return words.say("cost", lost=row["lost"], share=float(row["lost"] / row["start"] * 100), **values)


def regulars(report: Report, words: Words) -> str:
    row = report.one("repeat_share")
    if not row["customers"]:
        return words.say("regulars_nobody")
    if not row["regulars"]:
        return words.say("regulars_none", customers=row["customers"])
    values = {"regulars": row["regulars"], "customers": row["customers"], "share": row["repeat_share"]}
    return f"{words.say('regulars_sentence', **values)} {second_order_sentence(report, words)}"


def overdue(report: Report, words: Words) -> str:
    """How many are overdue, what they are worth, and the most valuable one with its reason."""
    count, worth = report.worth["customers"], report.worth["revenue_year"]
    if not count:
        return words.say("overdue_none")
    first = report.rows("overdue")[0]
    if worth is None:
        return words.say("overdue_first", count=count, name=name(first), reason=reason(first, words))
    return words.say(
        "overdue_first_worth",
        count=count, worth=worth, name=name(first), reason=reason(first, words), value=first["revenue_year"],
    )  # fmt: skip


def contracts(report: Report, words: Words) -> str:
    """Who still has a contract, and what contracts bring in."""
    return " ".join(sentences(report, words))
