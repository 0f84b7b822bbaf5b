"""What pages show besides the report: values of slices side by side, how broadly customers buy, their journey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from bleib import metrics
from bleib.figures.slices import table_of
from bleib.history.engine import Engine
from bleib.report import Report
from bleib.report.compose import Row, asked_in

# Of a slice: the values with the most customers. Of dropped groups: those that the most customers dropped.
VALUES_KEPT = 50
DROPPED_KEPT = 20
REGULARS = "retention_regulars"

Extras = dict[str, Any]


def extras(report: Report, engine: Engine, *, slices: Sequence[str], where: exp.Expression | None) -> Extras:
    """`compared`: slice to rows of `metrics.compared`, of `metric`; `regulars`: the same of regulars; `breadth` and
    `dropped`: rows (kind, ...), fewest last; `journey` and `paths`: rows of `journey_map` and `journey_paths`.
    """
    kind = "retention" if report.is_on_orders else "contract_retention"
    asked = asked_in(report)
    return {
        "metric": kind,
        "compared": {name: _compared(kind, engine, name, where=where, params=asked[kind]) for name in slices},
        "regulars": {name: _compared(REGULARS, engine, name, where=where, params=asked[REGULARS]) for name in slices},
        **(_breadth(report, engine, where=where) if "product_group" in slices else {}),
        "journey": metrics.run("journey_map", engine, where=where, window=report.revenue_window).to_pylist(),
        "paths": metrics.run("journey_paths", engine, where=where, window=report.revenue_window).to_pylist(),
    }


def _breadth(report: Report, engine: Engine, *, where: exp.Expression | None) -> Extras:
    """Only where there are product groups: as many rows as customers times products would say nothing."""
    base, next_ = report.windows.base, report.windows.next
    return {
        "breadth": metrics.run("breadth_mean", engine, where=where, window=report.revenue_window).to_pylist(),
        "dropped": _dropped(metrics.run("dropped_features", engine, where=where, base=base, next=next_)),
    }


def _compared(
    slug: str, engine: Engine, slice_by: str, *, where: exp.Expression | None, params: Mapping[str, Any]
) -> list[Row]:
    """The values that anybody is counted in, most customers first."""
    table = metrics.compared(slug, engine, values=table_of(slice_by), where=where, **params)
    seen = pc.greater(pc.add(table["customers_start"], table["customers_end"]), 0)
    rows: list[Row] = table.filter(seen)[:VALUES_KEPT].to_pylist()
    return rows


def _dropped(table: pa.Table) -> list[Row]:
    """kind, feature, customers: who stayed but bought or used it no more."""
    counted = table.group_by(["kind", "feature"]).aggregate([([], "count_all")])
    named = counted.rename_columns(["kind", "feature", "customers"])
    ordered = named.sort_by([("customers", "descending"), ("feature", "ascending")])
    rows: list[Row] = ordered[:DROPPED_KEPT].to_pylist()
    return rows
