"""Features of all customers as one table: groups that nobody asks for cost nothing."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

import pyarrow as pa

from bleib.forecast.features.registry import GROUPS, NAMES
from bleib.history.engine import Engine
from bleib.kernel.errors import UsageError

HORIZON = 90
# Whom these groups know, the named one knows as well: whoever bought has an order, whoever used something was active.
COVERED_BY = {"trend": "orders", "season": "orders", "breadth": "orders", "usage": "activity", "answers": "activity"}
PLACEHOLDER = re.compile(r"\$(\w+)")


def group_sql(group: str, *, as_of: date, horizon: int = HORIZON) -> str:
    """The SELECT of one group in DuckDB's dialect: `customer` and its columns, one row per customer it knows of.

    Raises UsageError for an unknown group or an impossible horizon.
    """
    if group not in GROUPS:
        raise UsageError(f"'{group}' is no group of features. There are: {', '.join(GROUPS)}.")
    if horizon < 1:
        raise UsageError(f"A horizon of {horizon} days is impossible: give at least one day.")
    return filled(GROUPS[group].sql, as_of=as_of, horizon=horizon)


def filled(text: str, *, as_of: date, horizon: int) -> str:
    """The statement with $as_of and $horizon as literals."""
    literals = {"as_of": f"date '{as_of.isoformat()}'", "horizon": str(int(horizon))}
    return PLACEHOLDER.sub(lambda match: literals[match[1]], text)


def features_sql(*, as_of: date, horizon: int = HORIZON, groups: Collection[str] | None = None) -> str:
    """The SELECT of several groups (None: all) side by side: everybody whom one of them knows, without an order."""
    chosen = [name for name in NAMES if groups is None or name in groups]
    for name in groups or ():
        group_sql(name, as_of=as_of, horizon=horizon)  # raises where there is no such group
    if not chosen:
        return "select customer from customers"
    steps = ",\n".join(f"{name}_group as (\n{group_sql(name, as_of=as_of, horizon=horizon)}\n)" for name in chosen)
    widest = [name for name in chosen if COVERED_BY.get(name) not in chosen]
    everybody = " union ".join(f"select customer from {name}_group" for name in widest)
    columns = ", ".join(f"{feature.group}_group.{feature.name}" for name in chosen for feature in GROUPS[name].features)
    joins = "".join(f"\nleft join {name}_group on {name}_group.customer = everybody.customer" for name in chosen)
    return f"with {steps},\neverybody as ({everybody})\nselect everybody.customer, {columns}\nfrom everybody{joins}"


def features(engine: Engine, *, as_of: date, horizon: int = HORIZON, groups: Collection[str] | None = None) -> pa.Table:
    """What is known of each customer at the beginning of `as_of`: `customer` and the columns of FEATURES, in its order.

    A row for everybody whom one of the `groups` (None: all) knows, ordered by customer. `engine`: one that a past
    opened at `as_of`; an engine that knows more tells more, which is what nobody may learn from.
    """
    query = features_sql(as_of=as_of, horizon=horizon, groups=groups)
    return engine.run(f"{query}\norder by 1")
