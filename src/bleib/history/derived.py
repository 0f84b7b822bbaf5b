"""The tables beside activity that metrics read - contracts, features, touchpoints -, each a SELECT over live facts."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import duckdb
import pyarrow as pa

from bleib.history.delta import DataFile
from bleib.history.lake import live

CONTRACTS_SQL = (files("bleib.history") / "contracts.sql").read_text(encoding="utf-8")
LINES_SQL = (files("bleib.history") / "feature_lines.sql").read_text(encoding="utf-8")
FEATURES_SQL = (files("bleib.history") / "features.sql").read_text(encoding="utf-8")
TOUCHPOINTS_SQL = (files("bleib.history") / "touchpoints.sql").read_text(encoding="utf-8")
OF_CONTRACTS = ("contract_started", "contract_changed", "contract_ended", "notice_given")
GROUPS = pa.schema([("product", pa.string()), ("product_group", pa.string())])


def facts_of(files: Sequence[DataFile], *types: str) -> str:
    """SELECT over the live facts of some types. The type is part of what gives such a fact its id.

    One has two: the end of a contract that goes on after all became a change (`customers/importing/contract_ends.py`).
    """
    listed = ", ".join(f"'{each}'" for each in types)
    return live(files, f"type in ({listed})")


def touchpoints_of(facts: str) -> str:
    """SELECT of touchpoints over a SELECT of live facts."""
    return TOUCHPOINTS_SQL.replace("from feature_facts", f"from ({facts}) as feature_facts")


def derive(
    connection: duckdb.DuckDBPyConnection, *, contract_facts: str, feature_facts: str, groups: pa.Table | None = None
) -> None:
    """Create the temp table `contracts` and the temp views `features` and `touchpoints` from two SELECTs of live facts.

    They have the columns of FACTS and may hold facts of other types, too; `feature_facts` are all there are. `groups`
    (columns of GROUPS): the group of each product that has one. Features and touchpoints are only counted when they
    are asked for: they may be as many as order lines.
    """
    connection.register("product_groups_arrow", GROUPS.empty_table() if groups is None else groups)
    connection.execute("create or replace temp table product_groups as from product_groups_arrow")
    connection.unregister("product_groups_arrow")
    connection.execute(f"create or replace temp view contract_facts as {contract_facts}")
    connection.execute(f"create or replace temp view feature_facts as {feature_facts}")
    connection.execute(f"create or replace temp table contracts as {CONTRACTS_SQL}")
    connection.execute(f"create or replace temp view feature_lines as {LINES_SQL}")
    connection.execute(f"create or replace temp view features as {FEATURES_SQL}")
    connection.execute(f"create or replace temp view touchpoints as {TOUCHPOINTS_SQL}")


def contracts_in(connection: duckdb.DuckDBPyConnection) -> int:
    """How many rows the table `contracts` has."""
    return int(connection.execute("select count(*) from contracts").fetchall()[0][0])
