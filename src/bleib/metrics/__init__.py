"""Retention figures from a table of activity or of contracts: `from bleib import metrics` works in a notebook.

Every metric is one readable `.sql` file (`metrics.sql("retention")` prints it), described in `metrics.DEFINITIONS`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bleib.history.engine import Engine, connect
    from bleib.kernel.windows import Unit, Window
    from bleib.metrics.behind import compared, members
    from bleib.metrics.definitions import DEFINITIONS, Definition
    from bleib.metrics.faces.breadth import breadth, breadth_mean, dropped_features
    from bleib.metrics.faces.changes import change_sums, contract_ends, customer_changes, newly_overdue
    from bleib.metrics.faces.cohorts import cohorts, cohorts_unbounded
    from bleib.metrics.faces.contracts import contract_retention, mrr, mrr_bridge, mrr_series
    from bleib.metrics.faces.journey import journey_map, journey_paths
    from bleib.metrics.faces.retention import (
        repeat_share,
        retention,
        retention_at,
        retention_regulars,
        retention_series,
        windows_at,
        won_back_rate,
    )
    from bleib.metrics.faces.rfm import SEGMENTS, rfm, rfm_migration, rfm_segments
    from bleib.metrics.faces.rhythm import order_gaps, overdue, rhythm, second_order_curve, time_to_second_order
    from bleib.metrics.faces.value import lorenz, margin, pareto, regular_revenue_share, revenue_retention, totals
    from bleib.metrics.runner import run, sql
    from bleib.metrics.textbook import CustomerRetention, crr

# Module -> the names that it gives to this package.
HOMES = {
    "bleib.history.engine": ("Engine", "connect"),
    "bleib.kernel.windows": ("Unit", "Window"),
    "bleib.metrics.definitions": ("DEFINITIONS", "Definition"),
    "bleib.metrics.faces.breadth": ("breadth", "breadth_mean", "dropped_features"),
    "bleib.metrics.faces.changes": ("change_sums", "contract_ends", "customer_changes", "newly_overdue"),
    "bleib.metrics.faces.cohorts": ("cohorts", "cohorts_unbounded"),
    "bleib.metrics.faces.contracts": ("contract_retention", "mrr", "mrr_bridge", "mrr_series"),
    "bleib.metrics.faces.journey": ("journey_map", "journey_paths"),
    "bleib.metrics.faces.retention": (
        "repeat_share",
        "retention",
        "retention_at",
        "retention_regulars",
        "retention_series",
        "windows_at",
        "won_back_rate",
    ),
    "bleib.metrics.faces.rfm": ("SEGMENTS", "rfm", "rfm_migration", "rfm_segments"),
    "bleib.metrics.faces.rhythm": ("order_gaps", "overdue", "rhythm", "second_order_curve", "time_to_second_order"),
    "bleib.metrics.faces.value": ("lorenz", "margin", "pareto", "regular_revenue_share", "revenue_retention", "totals"),
    "bleib.metrics.behind": ("compared", "members"),
    "bleib.metrics.runner": ("run", "sql"),
    "bleib.metrics.textbook": ("CustomerRetention", "crr"),
}

__all__ = [
    "DEFINITIONS",
    "SEGMENTS",
    "CustomerRetention",
    "Definition",
    "Engine",
    "Unit",
    "Window",
    "breadth",
    "breadth_mean",
    "change_sums",
    "cohorts",
    "cohorts_unbounded",
    "compared",
    "connect",
    "contract_ends",
    "contract_retention",
    "crr",
    "customer_changes",
    "dropped_features",
    "journey_map",
    "journey_paths",
    "lorenz",
    "margin",
    "members",
    "mrr",
    "mrr_bridge",
    "mrr_series",
    "newly_overdue",
    "order_gaps",
    "overdue",
    "pareto",
    "regular_revenue_share",
    "repeat_share",
    "retention",
    "retention_at",
    "retention_regulars",
    "retention_series",
    "revenue_retention",
    "rfm",
    "rfm_migration",
    "rfm_segments",
    "rhythm",
    "run",
    "second_order_curve",
    "sql",
    "time_to_second_order",
    "totals",
    "windows_at",
    "won_back_rate",
]


def __getattr__(name: str) -> Any:
    """A name is imported when it is first used, so that `metrics.crr` does not wait for the engine."""
    module = next((module for module, names in HOMES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(module), name)


def __dir__() -> list[str]:
    return __all__
