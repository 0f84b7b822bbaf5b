"""Who is behind a figure of an answer: asked of the engine while somebody waits, by the figure's own SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from django.conf import settings
from sqlglot import exp

from bleib import metrics
from bleib.customers.grouping import product_groups
from bleib.customers.models import Customer
from bleib.figures.question import Question
from bleib.figures.slices import condition, give_slice
from bleib.history.engine import Engine
from bleib.history.vanished import again
from bleib.metrics.behind import cell_of, tables_of
from bleib.metrics.cells import Param
from bleib.metrics.runner import named
from bleib.report import Report
from bleib.report.compose import asked_in

AT_ONCE = 500  # SQLite takes a thousand values in a statement
# Of those found: when they bought last and what they brought so far.
SORTED = {"value": "value", "revenue": "revenue", "last_on": "last_on", "number": "customer"}
FOUND = """
select found.customer as customer, found.value as value, known.revenue as revenue, known.last_on as last_on
from found
left join (
    select customer, sum(revenue) as revenue, max(case when orders > 0 then day end) as last_on
    from activity
    where customer is not null
    group by 1
) as known on known.customer = found.customer
"""


@dataclass(frozen=True)
class Figure:
    """A figure of an answer: of which metric, which one, in which row, and over which windows."""

    metric: str
    cell: str
    params: Mapping[str, Any]

    @property
    def is_sum(self) -> bool:
        return cell_of(named(self.metric), self.cell).value is not None


@dataclass(frozen=True)
class Member:
    """A customer behind a figure. `value` is its part of a sum, `revenue` what it brought to date; `customer` is None
    where the worker has not made its record yet."""

    number: str
    value: Decimal | None
    revenue: Decimal | None
    last_on: Any
    customer: Customer | None


@dataclass(frozen=True)
class Behind:
    """How many there are, what their parts add up to, and some of them in order."""

    count: int
    total: Decimal | None
    members: tuple[Member, ...]


def figure_of(report: Report, metric: str, cell: str, *, given: Mapping[str, str]) -> Figure:
    """The figure that an address names. UsageError for one that does not exist, or lacks what says its row."""
    definition = named(metric)
    wanted: tuple[Param, ...] = (*definition.params, *cell_of(definition, cell).params)
    told = {param.name: given[param.name] for param in wanted if given.get(param.name)}
    asked = asked_in(report).get(metric) or _alike(report, metric)
    return Figure(metric, cell, {**asked, **told})


@again
def behind(question: Question, figure: Figure, *, sort: str, start: int = 0, count: int | None = None) -> Behind:
    """Those who are counted in `figure`, `count` of them from the `start`-th on; descending but by number."""
    with _engine(question, figure.metric) as engine:
        where: exp.Expression | None = condition(question)
        table = metrics.members(figure.metric, engine, cell=figure.cell, where=where, **figure.params)
        engine.give("found", table)
        rows = engine.run(f"{FOUND} order by {_order(sort)}{_page(start, count)}").to_pylist()
    total = pc.sum(table["value"]).as_py() if figure.is_sum else None
    return Behind(table.num_rows, total, tuple(_with_records(rows)))


def _alike(report: Report, metric: str) -> dict[str, Any]:
    """Parameters of metrics that are measured beside the report: its windows by their names."""
    windows = report.windows
    known = {
        "base": windows.base, "next": windows.next, "window": report.revenue_window, "until": windows.as_of,
        "at": windows.as_of,
    }  # fmt: skip
    return {param.name: known[param.name] for param in named(metric).params if param.name in known}


@contextmanager
def _engine(question: Question, metric: str) -> Iterator[Engine]:
    from bleib.history.drilling import open_tables  # loads the engine, which other pages do without

    reads = tables_of(metric) | ({"features"} if question.slice_by == "product_group" else set())
    with open_tables(Path(settings.HOME), reads=reads, groups=product_groups()) as engine:
        if question.slice_by:
            give_slice(engine, question)
        yield engine


def _order(sort: str) -> str:
    column = SORTED.get(sort, "value")
    return "customer" if column == "customer" else f"{column} desc nulls last, revenue desc nulls last, customer"


def _page(start: int, count: int | None) -> str:
    return "" if count is None else f" limit {int(count)} offset {int(start)}"


def _with_records(rows: list[dict[str, Any]]) -> Iterator[Member]:
    """The engine's rows with the customers' records, some hundred at a time."""
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        numbers = [row["customer"] for row in some]
        found = Customer.objects.select_related("owner").filter(number__in=numbers)
        known = {each.number: each for each in found}
        for row in some:
            yield Member(row["customer"], row["value"], row["revenue"], row["last_on"], known.get(row["customer"]))
