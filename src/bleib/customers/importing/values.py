"""Overwriting what is known by what a file says, remembering what stood there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bleib.customers.importing.load import make, run


@dataclass(frozen=True)
class Overwriting:
    """`rows` is a temp table: ord, id, is_new. `staged`: staged column to the table's column and its type.

    `source` is the staged table; `about` the column of Overwritten that names the person a row is about.
    """

    name: str
    table: str
    rows: str
    staged: Mapping[str, tuple[str, str]]
    about: str | None = None
    source: str = "people"

    def differs(self, key: str) -> str:
        column, _kind = self.staged[key]
        own = f"i.{column}" if column.endswith("_id") else f"i.{key}"
        return f"({own} is not null and {own} is distinct from c.{column})"

    def value(self, key: str) -> str:
        column, _kind = self.staged[key]
        return f"i.{column}" if column.endswith("_id") else f"i.{key}"


def overwrite(run_id: int, what: Overwriting) -> int:
    """Put what differs into the table; returns how many rows changed. Lines whose row changed become `updated`."""
    if not what.staged:
        return 0
    any_differs = " or ".join(what.differs(key) for key in what.staged)
    joined = f"join {what.source} i on i.ord = t.ord join {what.table} c on c.id = t.id"
    changed = make(
        "differing",
        f"select min(t.ord) as ord, t.id from {what.rows} t {joined} where not t.is_new and ({any_differs}) "
        f"group by t.id",
    )
    if not changed:
        return 0
    for key in what.staged:
        _remember(run_id, what, key)
    sets = ", ".join(
        f"{column} = coalesce({what.value(key)}, {what.table}.{column})" for key, (column, _) in what.staged.items()
    )
    run(
        f"update {what.table} set {sets} from differing d join {what.source} i on i.ord = d.ord "
        f"where {what.table}.id = d.id"
    )
    if what.name == "customer":
        run("update customers_customer set kept_by = 'import' from differing d "
            "where customers_customer.id = d.id and kept_by = 'facts'")  # fmt: skip
    run("insert into outcome select ord, 'updated' from differing")
    return changed


def _remember(run_id: int, what: Overwriting, key: str) -> None:
    column, _kind = what.staged[key]
    about, person = (f", {what.about}", ", d.id") if what.about else ("", "")
    run(
        f'insert into customers_overwritten (of_id, "table", "row", "column", before, after{about}) '
        f"select {run_id}, '{what.name}', d.id, '{column}', cast(c.{column} as text), cast({what.value(key)} as text)"
        f"{person} from differing d join {what.source} i on i.ord = d.ord join {what.table} c on c.id = d.id "
        f"where {what.differs(key)}"
    )
