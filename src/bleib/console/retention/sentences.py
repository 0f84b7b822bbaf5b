"""What the figure is whose customers are listed, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.console.journey_map.names import phase_name, touchpoint_name
from bleib.figures.api import Figure
from bleib.kernel.windows import Window
from bleib.metrics import DEFINITIONS
from bleib.report.words import Words
from bleib.report.words import sentences as known_sentences

BOUGHT = {
    "customers_start": _("Customers who bought in %(base)s."),
    "customers_end": _("Customers who bought in %(next)s."),
    "kept": _("Customers who bought in %(base)s and again in %(next)s."),
    "lost": _("Customers who bought in %(base)s and not in %(next)s."),
    "new": _("Customers whose first purchase was in %(next)s."),
    "won_back": _("Earlier customers who bought nothing in %(base)s and came back in %(next)s."),
}
MOVED = {
    "start": _("Customers with revenue at the start."),
    "lost": _("Customers who left, with what they had brought."),
    "contraction": _("Customers who stayed and bring less, with the difference."),
    "expansion": _("Customers who stayed and bring more, with the difference."),
    "new": _("New customers, with what they bring."),
    "won_back": _("Customers who came back, with what they bring."),
    "late_refunds": _("Customers with credit notes that belong to none of their purchases in these windows."),
    "end": _("Customers with revenue at the end."),
}
SENTENCES: Mapping[str, Mapping[str, Promise]] = {
    "retention": BOUGHT,
    "retention_regulars": BOUGHT,
    "won_back_rate": {
        "inactive": _("Earlier customers who bought nothing in %(base)s."),
        "won_back": BOUGHT["won_back"],
    },
    "repeat_share": {
        "customers": _("Everybody who ever bought."),
        "regulars": _("Regulars: customers with two or more purchases."),
    },
    "regular_revenue_share": {
        "regular_revenue": _("Customers who were regulars before %(window)s, with their revenue in it."),
    },
    "cohorts": {
        "size": _("Customers whose first purchase was in the period from %(cohort)s."),
        "customers": _("Customers since %(cohort)s who bought in period %(age)s after their first one."),
        "revenue": _("Customers since %(cohort)s, with their revenue in period %(age)s after the first one."),
    },
    "cohorts_unbounded": {
        "size": _("Customers whose first purchase was in the period from %(cohort)s."),
        "customers": _("Customers since %(cohort)s who bought in period %(age)s after their first one, or later."),
    },
    "time_to_second_order": {
        "customers": _("Everybody who ever bought."),
        "second_orders": _("Customers with a second order."),
        "waiting": _("Customers who bought once and have not ordered again."),
    },
    "pareto": {
        "customers": _("Customers who bought in %(window)s."),
        "top_customers": _("The customers with the highest revenue in %(window)s."),
        "top_revenue": _("The customers with the highest revenue in %(window)s, and what they brought."),
    },
    "revenue_retention": MOVED,
    "mrr_bridge": MOVED,
    "contract_retention": {
        "customers_start": _("Customers with a running contract at the start of %(window)s."),
        "customers_end": _("Customers with a running contract at the end of %(window)s."),
        "new": _("Customers whose first contract ever began in %(window)s."),
        "won_back": _("Customers who have a contract again since %(window)s."),
        "kept": _("Customers with a running contract at the start and at the end of %(window)s."),
        "lost": _("Customers whose last contract ended in %(window)s."),
    },
    "mrr": {
        "customers": _("Customers with a running contract on %(at)s."),
        "mrr": _("Customers with a running contract on %(at)s, and what they pay a month."),
    },
    "rfm": {
        "customers": _("Customers with recency %(r)s and frequency %(f)s, each from 1 to 5."),
        "monetary": _("Customers with recency %(r)s and frequency %(f)s, with their revenue."),
    },
    "rfm_segments": {
        "customers": _("Customers in the segment “%(segment)s”."),
        "revenue": _("Customers in the segment “%(segment)s”, with their revenue."),
    },
    "rfm_migration": {
        "customers": _("Customers who moved from the segment “%(segment)s” to “%(next_segment)s”."),
    },
    "overdue": {
        "customers": _("Customers who have been away at least twice as long as usual."),
        "revenue_year": _("Customers who have been away at least twice as long as usual, with their yearly revenue."),
    },
    "rhythm": {"late": _("Customers whose last purchase is %(low)s times their usual gap ago, or longer.")},
    "totals": {"customers": _("Everybody who ever bought.")},
    "breadth_mean": {
        "customers": _("Customers who bought or used anything in %(window)s."),
        "one": _("Customers who bought or used a single thing in %(window)s."),
    },
    "journey_map": {
        "customers": _("Customers in the phase “%(phase)s” of their journey in %(window)s: %(touchpoint)s."),
        "last_here": _(
            "Customers who had nothing to do with us for half a year after the phase “%(phase)s”: %(touchpoint)s."
        ),
    },
    "journey_paths": {
        "customers": _("Customers whose path led from “%(from_touchpoint)s” to “%(to_touchpoint)s” in %(window)s."),
    },
    "dropped_features": {"customers": _("Customers who stayed and chose “%(feature)s” no more.")},
}
REGULARS = _("Only regulars: two or more purchases by the end of %(base)s.")


def sentences(figure: Figure, words: Words) -> list[str]:
    """What the figure counts; of one without a sentence of its own, what its metric is called."""
    said = SENTENCES.get(figure.metric, {}).get(figure.cell)
    if said is None:
        return [DEFINITIONS[figure.metric].label(words.lang)]
    values = {name: _readable(name, value, words) for name, value in figure.params.items()}
    values.setdefault("cohort", str(_("all periods")))
    values.setdefault("segment", words.say("segment_none"))
    told = [str(said) % values]
    return [*told, str(REGULARS) % values] if figure.metric == "retention_regulars" else told


def _readable(name: str, value: Any, words: Words) -> str:
    if isinstance(value, str) and ".." in value:
        value = Window.parse(value)
    if isinstance(value, Window):
        return words.span(value)
    if name in ("segment", "next_segment") and f"segment_{value}" in known_sentences():
        return words.say(f"segment_{value}")
    if name in ("touchpoint", "from_touchpoint", "to_touchpoint"):
        return touchpoint_name(str(value))
    if name == "phase":
        return phase_name(str(value))
    if name in ("cohort", "at", "until"):
        return words.day(_date(value))
    return str(value)


def _date(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
