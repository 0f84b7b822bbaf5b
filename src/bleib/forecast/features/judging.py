"""Who is a customer on a day, how often each bought until then, and what became of them afterwards."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

from bleib.forecast.features.table import filled
from bleib.history.engine import Engine
from bleib.kernel.errors import UsageError


def population(engine: Engine, *, as_of: date) -> pa.Table:
    """`customer`: everybody who bought before `as_of` or has a contract that runs then, ordered."""
    return engine.run(_sql("population", as_of=as_of))


def purchases(engine: Engine, *, as_of: date) -> pa.Table:
    """What purchase models need of everybody who bought before `as_of`; times in days.

    Columns: customer, frequency (repeat purchases), recency (from the first to the last), age (from the first to
    `as_of`), spend (mean amount of a repeat purchase; null where there is none or an amount is unknown).
    Several orders on one day are one purchase; what a running contract bills is none (beside_contracts.sql).
    """
    contracts = engine.run("select 1 from contracts where product is not null limit 1").num_rows
    bought = _sql("beside_contracts", as_of=as_of) if contracts else "select * from activity"
    steps, wanted = re.split(r"^with ", _sql("purchases", as_of=as_of), flags=re.MULTILINE)
    return engine.run(f"{steps}with bought as (\n{bought}),\n{wanted}")


def outcomes(later: Engine, *, as_of: date, horizon: int, customers: pa.Table) -> pa.Table:
    """What became of `customers` in [`as_of`, `as_of` + `horizon`).

    Columns: customer, contractual, left, orders, revenue, left_on (the day on which the last contract ended, or the
    silence had lasted a horizon; null for who stayed). `later`: an engine that knows at least that window. `customers`
    has the column `customer`; who had a contract is told by its column `contractual` or `running_contracts`, as known
    at `as_of`, else by what `later` knows. Raises UsageError for a horizon below one day.
    """
    if horizon < 1:
        raise UsageError(f"A horizon of {horizon} days is impossible: give at least one day.")
    later.give("judged_customers", _judged(customers))
    return later.run(_sql("outcomes", as_of=as_of, horizon=horizon))


def _judged(customers: pa.Table) -> pa.Table:
    names = customers.column_names
    if "contractual" in names:
        contractual = customers.column("contractual").cast(pa.bool_())
    elif "running_contracts" in names:
        contractual = pc.fill_null(pc.greater(customers.column("running_contracts"), 0), False)
    else:
        contractual = pa.nulls(customers.num_rows, pa.bool_())
    return pa.table({"customer": customers.column("customer").cast(pa.string()), "contractual": contractual})


def _sql(name: str, *, as_of: date, horizon: int = 1) -> str:
    text = (files("bleib.forecast.features") / f"{name}.sql").read_text(encoding="utf-8")
    return filled(text, as_of=as_of, horizon=horizon)
