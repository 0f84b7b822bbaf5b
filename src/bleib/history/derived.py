"""The tables beside activity that metrics read: `contracts` and `features`, each one SELECT over live facts."""

from __future__ import annotations

from importlib.resources import files

import duckdb
import pyarrow as pa

CONTRACTS_SQL = (files("bleib.history") / "contracts.sql").read_text(encoding="utf-8")
FEATURES_SQL = (files("bleib.history") / "features.sql").read_text(encoding="utf-8")
GROUPS = pa.schema([("product", pa.string()), ("product_group", pa.string())])


def derive(
    connection: duckdb.DuckDBPyConnection, *, contract_facts: str, feature_facts: str, groups: pa.Table | None = None
) -> None:
    """Create the temp table `contracts` and the temp view `features` from two SELECTs of live facts.

    They have the columns of FACTS and may hold facts of other types, too. `groups` (columns of GROUPS): the group of
    each product that has one. Features are only counted when they are asked for: they may be as many as order lines.
    """
    connection.register("product_groups_arrow", GROUPS.empty_table() if groups is None else groups)
    connection.execute("create or replace temp table product_groups as from product_groups_arrow")
    connection.unregister("product_groups_arrow")
    connection.execute(f"create or replace temp view contract_facts as {contract_facts}")
    connection.execute(f"create or replace temp view feature_facts as {feature_facts}")
    connection.execute(f"create or replace temp table contracts as {CONTRACTS_SQL}")
    connection.execute(f"create or replace temp view features as {FEATURES_SQL}")
