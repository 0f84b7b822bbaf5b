"""Products and their groups from a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bleib.customers.importing.load import make, run
from bleib.customers.importing.plan import TablePlan, Wishes
from bleib.customers.importing.texts import reject
from bleib.customers.importing.values import Overwriting, overwrite

TABLE = "customers_product"
FRAME = {"ord": "bigint", "file": "integer", "line": "bigint", "product": "text"}
KEYS = {"product_name": "text", "product_group": "text"}


def stage_products(connection: Any, typed: Sequence[tuple[int, TablePlan, str]]) -> dict[str, str]:
    """Make the relation `products` of all tables of products; returns the columns that it says."""
    said = set().union(*(plan.says for _, plan, _ in typed))
    wanted = {key: kind for key, kind in KEYS.items() if key in said}
    for number, (file, plan, table) in enumerate(typed):
        reject(connection, file=file, table=table, where="product IS NULL", key="product", code="no_code")
        head = "CREATE TEMP TABLE products_lines AS" if number == 0 else "INSERT INTO products_lines"
        columns = "".join(f", {key if key in plan.says else f'CAST(NULL AS VARCHAR) AS {key}'}" for key in wanted)
        connection.execute(f"{head} SELECT {file} AS file, line, product{columns} FROM {table}")
    connection.execute(
        "CREATE TEMP VIEW products AS SELECT *, row_number() OVER (ORDER BY file, line) AS ord FROM products_lines"
    )
    return FRAME | wanted


def put_products(run_id: int, columns: Mapping[str, str], *, wishes: Wishes) -> None:
    """Create what is unknown, overwrite what differs; of several lines about one product the last counts."""
    if "product_group" in columns:
        run(
            "insert into customers_productgroup (name) select distinct product_group from products p where "
            "product_group is not null and not exists (select 1 from customers_productgroup g where g.name = "
            "p.product_group)"
        )
        run("alter table products add column group_id bigint")
        run("update products set group_id = g.id from customers_productgroup g where g.name = products.product_group")
    name = "coalesce(p.product_name, '')" if "product_name" in columns else "''"
    group = "p.group_id" if "product_group" in columns else "null"
    last = "p.ord = (select max(o.ord) from products o where o.product = p.product)"
    run(
        f"insert into {TABLE} (code, name, group_id, imported_by_id) select p.product, {name}, {group}, {run_id} "
        f"from products p where {last} and not exists (select 1 from {TABLE} k where k.code = p.product)"
    )
    make(
        "sold",
        f"select p.ord, k.id, coalesce(k.imported_by_id = {run_id}, false) as is_new from products p "
        f"join {TABLE} k on k.code = p.product where {last}",
    )
    run("insert into outcome select ord, 'created' from sold where is_new")
    if wishes.update:
        staged = {"product_name": ("name", "text")} if "product_name" in columns else {}
        staged |= {"product_group": ("group_id", "bigint")} if "product_group" in columns else {}
        overwrite(run_id, Overwriting("product", TABLE, rows="sold", staged=staged, source="products"))
