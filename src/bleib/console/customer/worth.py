"""What a customer is worth and how it orders: figures, and revenue by month as a chart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from bleib.customers.models import Contract, Customer
from bleib.figures.api import CustomerFigures
from bleib.history.api import Sums
from bleib.kernel.windows import Unit
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words, precision
from bleib.ui.chart import Chart, rows
from bleib.ui.table import Column, Table

SHOWN_MONTHS = 36


def figures(customer: Customer, sums: Sums, words: Words, *, today: date) -> list[Figure]:
    """Value and rhythm; those that nobody can tell yet are left out."""
    known = _known(customer)
    revenues = [each.revenue for each in sums.months if each.revenue is not None]
    orders = known.orders if known else sum(each.orders for each in sums.months)
    total = known.revenue if known else sum(revenues, Decimal(0)) if revenues else None
    found = [_revenue(total, known, words)] if total is not None else []
    if orders:
        found.append(Figure(_("Orders"), words.count(orders), _last(known, words, today=today)))
    if (mrr := Contract.objects.filter(customer=customer).monthly_revenue(today)) or (known and known.mrr):
        found.append(Figure(_("Recurring revenue a month"), words.compact(mrr or Decimal(0))))
    return found + _rhythm(known, words, today=today)


def revenue_section(sums: Sums, words: Words) -> Section | None:
    """Revenue by month, or orders by month where no amounts are known; None where nothing was ever ordered."""
    if not sums.months:
        return None
    amounts = any(each.revenue is not None for each in sums.months)
    months = _every_month(sums)[-SHOWN_MONTHS:]
    kind = precision(value for _month, _orders, value in months) if amounts else "count"
    title = _("Revenue by month") if amounts else _("Orders by month")
    columns = (Column(_("Month")), Column(_("Orders"), "count"), Column(_("Revenue"), kind))
    shown = columns if amounts else columns[:2]
    said = [(_month_name(month, words), orders, value)[: len(shown)] for month, orders, value in months]
    bars = [
        (month.isoformat(), float(value or 0) if amounts else orders, f"{label}: {words.show(last, shown[-1].kind)}")
        for (month, orders, value), (label, *_others, last) in zip(months, said, strict=True)
    ]
    summary = (
        _("What was invoiced, less credit notes, in each of the last months.")
        if amounts
        else _("How often was ordered in each of the last months.")
    )
    table = Table(title, shown, tuple(reversed(said)))
    return Section(name="revenue", title=title, sentences=(), chart=Chart("revenue", summary, _bars(bars), table))


def _known(customer: Customer) -> CustomerFigures | None:
    try:
        known: CustomerFigures = customer.figures
    except ObjectDoesNotExist:
        return None
    return known


def _revenue(total: Decimal, known: CustomerFigures | None, words: Words) -> Figure:
    small = ""
    if known and known.revenue_year is not None:
        small = _("%(amount)s in the year up to the last order") % {"amount": words.compact(known.revenue_year)}
    return Figure(_("Revenue"), words.compact(total), small)


def _last(known: CustomerFigures | None, words: Words, *, today: date) -> str:
    if not (known and known.last_on):
        return ""
    since = words.days_dative((today - known.last_on).days)
    return _("the last on %(day)s, %(since)s ago") % {"day": words.day(known.last_on), "since": since}


def _rhythm(known: CustomerFigures | None, words: Words, *, today: date) -> list[Figure]:
    if not (known and known.usual_gap):
        return []
    late = known.overdue_on is not None and known.overdue_on <= today
    small = _("overdue since %(day)s") if late else _("overdue from %(day)s")
    told = small % {"day": words.day(known.overdue_on)} if known.overdue_on else ""
    return [Figure(_("Usual gap between orders"), words.days(round(known.usual_gap)), told)]


def _every_month(sums: Sums) -> list[tuple[date, int, Decimal | None]]:
    """With those in which nothing was ordered, so that a gap is seen."""
    known = [(each.month, each.orders, each.revenue) for each in sums.months]
    found = known[:1]
    for (month, *_rest), following in pairwise(known):
        while (month := _next(month)) < following[0]:
            found.append((month, 0, Decimal(0) if following[2] is not None else None))
        found.append(following)
    return found


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _month_name(month: date, words: Words) -> str:
    return words.period(month, Unit.MONTH)


def _bars(bars: list[tuple[Any, ...]]) -> dict[str, Any]:
    axis = {"title": None, "format": "%m/%y", "labelOverlap": True}
    x = {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "axis": axis}
    return {
        "height": 140,
        "data": rows("month", "value", "label", of=bars),
        "mark": {"type": "bar"},
        "encoding": {
            "x": x,
            "y": {"field": "value", "type": "quantitative", "axis": {"title": None, "tickCount": 4}},
            "tooltip": {"field": "label"},
        },
    }
