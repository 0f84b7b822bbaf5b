"""Contracts from a list: who, what, from when; several lines of one contract are its versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from bleib.customers.contract_facts import local_day
from bleib.customers.deadlines import Terms, Unit, Until
from bleib.customers.importing.bought import become_customers
from bleib.customers.importing.contract_history import tell_history
from bleib.customers.importing.load import make, one, run
from bleib.customers.importing.plan import TablePlan, Wishes
from bleib.customers.importing.texts import reject
from bleib.customers.importing.values import Overwriting, overwrite
from bleib.history.models import Setting
from bleib.history.sources.lines import literal

TABLE = "customers_contract"
FRAME = {
    "ord": "bigint", "file": "integer", "line": "bigint", "contract": "text", "number": "text", "starts_on": "date",
    "first_day": "date", "valid_from": "date", "is_dated": "boolean", "is_lead": "boolean", "amount": "numeric",
    "term_ends_on": "date", "notice_by": "date",
}  # fmt: skip
TERMS = {
    "ends_on": "date", "term_months": "integer", "renewal_months": "integer", "notice": "integer",
    "notice_unit": "text", "notice_until": "text", "notice_given_on": "date", "is_trial": "boolean",
}  # fmt: skip
BLANK = (
    *("vat_id", "register_number", "register_court", "street", "postcode", "city", "country", "domain", "mail"),
    *("phone", "industry", "language", "time_zone", "acquired_through"),
)
OTHER = {"name": "text", "product": "text", "quantity": "numeric"}


def stage_contracts(connection: Any, typed: Sequence[tuple[int, TablePlan, str]], *, now: datetime) -> dict[str, str]:
    """Make the relation `contracts` of all tables of contracts; returns the columns that it says."""
    said = set().union(*(plan.says for _, plan, _ in typed))
    said |= {"notice_unit"} if "notice" in said else set()
    wanted = {key: kind for key, kind in (TERMS | OTHER).items() if key in said}
    for number, (file, plan, table) in enumerate(typed):
        source = _shaped(plan, table)
        connection.execute(f"CREATE TEMP TABLE shaped_{file} AS {source}")
        _take_out(connection, file, f"shaped_{file}")
        head = "CREATE TEMP TABLE contract_lines AS" if number == 0 else "INSERT INTO contract_lines"
        columns = "".join(f", {key}" for key in wanted)
        connection.execute(
            f"{head} SELECT {file} AS file, line, contract, number, starts_on, valid_from, amount{columns} FROM "
            f"shaped_{file}"
        )
    _deadlines(connection, wanted, today=local_day(now))
    return FRAME | wanted


def _shaped(plan: TablePlan, table: str) -> str:
    """Every column a contract can have, in the type it will be loaded in."""
    said = plan.says

    def has(key: str, kind: str = "VARCHAR") -> str:
        return key if key in said else f"CAST(NULL AS {kind})"

    month, year = has("amount_per_month", "DECIMAL(18, 4)"), has("amount_per_year", "DECIMAL(18, 4)")
    who = f"coalesce({has('number')}, {has('name')})"
    what = f"coalesce({has('contract')}, concat_ws(' ', {who}, {has('product')}, {has('starts_on', 'DATE')}))"
    return f"""
    SELECT line, {what} AS contract, {who} AS number, {has("name")} AS name, {has("starts_on", "DATE")} AS starts_on,
        {has("valid_from", "DATE")} AS valid_from, {has("ends_on", "DATE")} AS ends_on, {has("product")} AS product,
        coalesce({month}, CAST({year} / 12 AS DECIMAL(18, 4))) AS amount,
        {has("quantity", "DECIMAL(18, 4)")} AS quantity, {has("term_months", "INTEGER")} AS term_months,
        {has("renewal_months", "INTEGER")} AS renewal_months, {has("notice_until")} AS notice_until,
        try_cast(split_part({has("notice")}, ' ', 1) AS INTEGER) AS notice,
        nullif(split_part({has("notice")}, ' ', 2), '') AS notice_unit,
        {has("notice_given_on", "DATE")} AS notice_given_on, {has("is_trial")} = '1' AS is_trial,
        {has("currency")} AS currency
    FROM {table}
    """


def _take_out(connection: Any, file: int, table: str) -> None:
    currency = literal(str(Setting.read("currency", "EUR")))
    for where, key, code, value in (
        ("number IS NULL OR length(number) > 200", "number", "no_customer", "number"),
        ("starts_on IS NULL", "starts_on", "no_start", "NULL"),
        ("amount IS NULL OR amount < 0", "amount_per_month", "no_amount", "CAST(amount AS VARCHAR)"),
        ("ends_on < starts_on", "ends_on", "ends_early", "CAST(ends_on AS VARCHAR)"),
        (f"upper(currency) <> {currency}", "currency", "other_currency", "currency"),
        ("length(contract) > 200", "contract", "too_long", "contract"),
    ):
        reject(connection, file=file, table=table, where=where, key=key, code=code, value=value)


def _deadlines(connection: Any, wanted: Mapping[str, str], *, today: date) -> None:
    """The relation `contracts`, each distinct set of terms reckoned once."""
    first = "min(starts_on) OVER (PARTITION BY contract)"
    connection.execute(
        f"CREATE TEMP TABLE agreed AS SELECT *, row_number() OVER (ORDER BY file, line) AS ord, {first} AS first_day, "
        "count(*) OVER (PARTITION BY contract) > 1 OR valid_from IS NOT NULL AS is_dated FROM contract_lines"
    )
    keys = ["first_day", *(key for key in TERMS if key in wanted and key not in ("notice_given_on", "is_trial"))]
    distinct = connection.sql(f"SELECT DISTINCT {', '.join(keys)} FROM agreed").to_arrow_table()
    ends = [terms_of(row).next_deadline(today) for row in distinct.to_pylist()]
    found = distinct.append_column("term_ends_on", pa.array([end for end, _ in ends], pa.date32()))
    found = found.append_column("notice_by", pa.array([by for _, by in ends], pa.date32()))
    connection.register("reckoned", found)
    same = " AND ".join(f"a.{key} IS NOT DISTINCT FROM r.{key}" for key in keys)
    connection.execute(
        "CREATE TEMP TABLE contracts AS SELECT a.* REPLACE (coalesce(a.valid_from, a.starts_on) AS valid_from), "
        "r.term_ends_on, r.notice_by, row_number() OVER (PARTITION BY contract ORDER BY ord DESC) = 1 AS is_lead "
        f"FROM agreed a LEFT JOIN reckoned r ON {same}"
    )
    connection.unregister("reckoned")


def terms_of(row: Mapping[str, Any]) -> Terms:
    """The terms that a line says; what it does not say is the default."""
    return Terms(
        starts_on=row["first_day"],
        last_day=row.get("ends_on"),
        term_months=row.get("term_months") or 0,
        renewal_months=row.get("renewal_months") or 0,
        notice=row.get("notice") or 0,
        unit=Unit(row.get("notice_unit") or "months"),
        until=Until(row.get("notice_until") or "term"),
    )


def put_contracts(run_id: int, columns: Mapping[str, str], *, wishes: Wishes, now: datetime) -> int:
    """Create, overwrite, version, tell the history; returns how many lines were rejected on the way."""
    run("drop table if exists contract_lines")
    run("alter table contracts rename to contract_lines")
    _put_customers(run_id, columns, now)
    _put_products(run_id, columns)
    elsewhere = _place(columns)
    _create(run_id, columns, now)
    make(
        "agreed",
        f"select i.ord, k.id, coalesce(k.imported_by_id = {run_id}, false) as is_new from contracts i "
        f"join {TABLE} k on k.number = i.contract where i.is_lead",
    )
    run("insert into outcome select ord, 'created' from agreed where is_new")
    if wishes.update:
        given = {key: (key, kind) for key, kind in TERMS.items() if key in columns}
        given |= {"term_ends_on": ("term_ends_on", "date"), "notice_by": ("notice_by", "date")} if given else {}
        overwrite(run_id, Overwriting("contract", TABLE, rows="agreed", staged=given, source="contracts"))
    _versions(run_id, columns, wishes=wishes, now=now)
    trial = "and not coalesce(i.is_trial, false)" if "is_trial" in columns else ""
    make(
        "bought",
        "select k.customer_id, min(i.first_day) as since from contracts i join customers_contract k "
        f"on k.number = i.contract where i.first_day <= %s {trial} group by 1",
        [local_day(now)],
    )
    become_customers(because=f"import {run_id}", now=now)
    tell_history(columns, today=local_day(now), now=now)
    return elsewhere


def _put_customers(run_id: int, columns: Mapping[str, str], now: datetime) -> None:
    """Whom a contract names is a customer."""
    table = "customers_customer"
    name = "coalesce(max(i.name), '')" if "name" in columns else "''"
    run(
        f"insert into {table} (number, kept_by, created_at, imported_by_id, is_person, name, {', '.join(BLANK)}) "
        f"select i.number, 'import', %s, {run_id}, false, {name}, {', '.join(repr('') for _ in BLANK)} "
        f"from contract_lines i where not exists (select 1 from {table} c where c.number = i.number) group by i.number",
        [now],
    )


def _put_products(run_id: int, columns: Mapping[str, str]) -> None:
    if "product" in columns:
        run(
            f"insert into customers_product (code, name, imported_by_id) select distinct i.product, '', {run_id} "
            "from contract_lines i where i.product is not null and not exists "
            "(select 1 from customers_product p where p.code = i.product)"
        )


def _place(columns: Mapping[str, str]) -> int:
    """The temp table `contracts`: the lines with the customer and the product they mean.

    A contract that is somebody else's already is rejected; returns how many lines that were.
    """
    product, sold = "cast(null as bigint)", ""
    if "product" in columns:
        product, sold = "p.id", "left join customers_product p on p.code = i.product"
    make(
        "contracts",
        f"select i.*, coalesce(c.merged_into_id, c.id) as customer_id, {product} as product_id from contract_lines i "
        f"join customers_customer c on c.number = i.number {sold}",
    )
    run("drop table contract_lines")
    if one("select exists (select 1 from customers_customer where merged_into_id is not null)"):
        follow = "from customers_customer c where c.id = contracts.customer_id and c.merged_into_id is not null"
        while run(f"update contracts set customer_id = c.merged_into_id {follow}"):
            pass
    run(
        "insert into unresolved select i.file, i.line, 'contract', i.contract, 'known_elsewhere' from contracts i "
        f"join {TABLE} k on k.number = i.contract where k.customer_id <> i.customer_id union "
        "select i.file, i.line, 'contract', i.contract, 'known_elsewhere' from contracts i join contracts o "
        "on o.contract = i.contract and o.is_lead and o.customer_id <> i.customer_id where not i.is_lead"
    )
    elsewhere = one("select count(*) from unresolved")
    if elsewhere:
        told = "select 1 from unresolved u where u.file = contracts.file and u.line = contracts.line"
        run(f"delete from contracts where exists ({told})")
    return elsewhere


def _create(run_id: int, columns: Mapping[str, str], now: datetime) -> None:
    defaults = {
        "term_months": "0", "renewal_months": "0", "notice": "0", "notice_unit": "'months'", "notice_until": "'term'",
        "is_trial": "false",
    }  # fmt: skip
    values = {
        key: (f"coalesce(i.{key}, {defaults[key]})" if key in defaults else f"i.{key}") if key in columns
        else defaults.get(key, "null")
        for key in TERMS
    }  # fmt: skip
    run(
        f"insert into {TABLE} (number, customer_id, starts_on, created_at, imported_by_id, term_ends_on, notice_by, "
        f"{', '.join(values)}) select i.contract, i.customer_id, i.first_day, %s, {run_id}, i.term_ends_on, "
        f"i.notice_by, "
        f"{', '.join(values.values())} from contracts i where i.is_lead and not exists "
        f"(select 1 from {TABLE} k where k.number = i.contract)",
        [now],
    )


def _versions(run_id: int, columns: Mapping[str, str], *, wishes: Wishes, now: datetime) -> None:
    """A dated line is the version of its day; an undated one that says another worth than the newest is of today."""
    quantity = "i.quantity" if "quantity" in columns else "null"
    joined = f"from contracts i join {TABLE} k on k.number = i.contract join agreed a on a.id = k.id"
    today = "case when %s > k.starts_on then %s else k.starts_on end"
    newest = (
        "select v.amount_per_month = i.amount and v.quantity is not distinct from coalesce({q}, v.quantity) and "
        "v.product_id is not distinct from coalesce(i.product_id, v.product_id) from customers_contractversion v "
        "where v.contract_id = k.id order by v.valid_from desc limit 1"
    ).format(q=quantity if "quantity" in columns else "cast(null as numeric)")
    day = f"case when a.is_new or i.is_dated then i.valid_from else {today} end"
    old = "" if wishes.update else "and a.is_new"
    make(
        "said",
        f"select max(i.ord) as ord, k.id as contract_id, {day} as valid_from {joined} "
        f"where (a.is_new or i.is_dated or not coalesce(({newest}), false)) {old} group by 2, 3",
        [local_day(now), local_day(now)],
    )
    same = "v.contract_id = s.contract_id and v.valid_from = s.valid_from"
    same_worth = (
        f"v.amount_per_month = i.amount and v.quantity is not distinct from "
        f"coalesce({quantity if 'quantity' in columns else 'cast(null as numeric)'}, v.quantity) "
        "and v.product_id is not distinct from coalesce(i.product_id, v.product_id)"
    )
    make(
        "versions",
        "select s.ord, s.contract_id, s.valid_from, v.id as version_id, cast(v.amount_per_month as text) as before "
        "from said s join contracts i on i.ord = s.ord "
        f"left join customers_contractversion v on {same} where v.id is null or not ({same_worth})",
    )
    run(
        "insert into customers_contractversion (contract_id, valid_from, amount_per_month, quantity, "
        "product_id, recorded_at) "
        f"select s.contract_id, s.valid_from, i.amount, {quantity}, i.product_id, %s from versions s "
        "join contracts i on i.ord = s.ord where s.version_id is null",
        [now],
    )
    keep = (
        "coalesce(i.quantity, customers_contractversion.quantity)"
        if "quantity" in columns
        else "customers_contractversion.quantity"
    )
    run(
        f"update customers_contractversion set amount_per_month = i.amount, quantity = {keep}, product_id = "
        "coalesce(i.product_id, customers_contractversion.product_id), recorded_at = %s from versions s "
        "join contracts i on i.ord = s.ord where customers_contractversion.id = s.version_id",
        [now],
    )
    run(
        'insert into customers_overwritten (of_id, "table", "row", "column", before, after) '
        f"select {run_id}, 'version', v.id, 'amount_per_month', s.before, cast(v.amount_per_month as text) from "
        f"versions s "
        "join agreed a on a.id = s.contract_id and not a.is_new "
        "join customers_contractversion v on v.contract_id = s.contract_id and v.valid_from = s.valid_from"
    )
    run(
        "insert into outcome select v.ord, 'updated' from versions v join agreed a on a.id = v.contract_id "
        "where not a.is_new"
    )
