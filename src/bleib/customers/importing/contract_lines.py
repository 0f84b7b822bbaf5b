"""Lines about contracts in the one shape that they are loaded in, each set of terms reckoned once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from bleib.customers.contract_facts import local_day
from bleib.customers.deadlines import Terms, Unit, Until
from bleib.customers.importing.erased import leave_out_erased
from bleib.customers.importing.plan import TablePlan
from bleib.customers.importing.texts import reject
from bleib.history.models import Setting
from bleib.history.sources.lines import literal

FRAME = {
    "ord": "bigint", "file": "integer", "line": "bigint", "contract": "text", "number": "text", "starts_on": "date",
    "first_day": "date", "valid_from": "date", "is_dated": "boolean", "is_lead": "boolean", "amount": "numeric",
    "term_ends_on": "date", "notice_by": "date",
}  # fmt: skip
TERMS = {
    "ends_on": "date", "term_months": "integer", "renewal_months": "integer", "notice": "integer",
    "notice_unit": "text", "notice_until": "text", "notice_given_on": "date", "is_trial": "boolean",
}  # fmt: skip
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
    leave_out_erased(connection, "contract_lines")
    _deadlines(connection, wanted, today=local_day(now))
    return FRAME | wanted


def _shaped(plan: TablePlan, table: str) -> str:
    """Every column a contract can have, in the type it will be loaded in."""
    said = plan.says

    def has(key: str, kind: str = "VARCHAR") -> str:
        return key if key in said else f"CAST(NULL AS {kind})"

    month, year = has("amount_per_month", "DECIMAL(18, 4)"), has("amount_per_year", "DECIMAL(18, 4)")
    who = f"coalesce({has('number')}, {has('name')})"
    # A contract without a number gets one that names nobody: it goes into facts, which outlive an erasure.
    made = f"'~' || left(md5(concat_ws(chr(31), {who}, {has('product')}, {has('starts_on', 'DATE')})), 16)"
    what = f"coalesce({has('contract')}, {made})"
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
