"""From sound rows to facts with ids: what a row tells, and which of it is the same as told elsewhere.

An id is the hash of source system, fact type and the source's own number (`new_fact.fact_id`), or of everything the
fact says where there is no number. The n-th time it stands in one source it is the same as its n-th time in another.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from bleib.history.events.kinds import EventKind, Tells
from bleib.history.sources.lines import literal
from bleib.history.sources.options import ReadOptions

TOLD = """
CREATE TEMP TABLE told (
    file INTEGER, source VARCHAR, id BLOB, type VARCHAR, customer VARCHAR, occurred_at TIMESTAMPTZ, occurred_on DATE,
    amount DECIMAL(18, 4), currency VARCHAR, quantity DECIMAL(18, 4), product VARCHAR, ref VARCHAR, props VARCHAR
);
CREATE TEMP TABLE silent (id BLOB, ref VARCHAR, type VARCHAR);
CREATE TEMP TABLE contract_customers (contract VARCHAR, customer VARCHAR);
"""
SAYS = ("customer", "epoch_us(occurred_at)", "product", "ref", "quantity", "amount", "props")

_NUMBERED = """
CREATE TEMP TABLE repeated AS SELECT id FROM told GROUP BY id HAVING count(*) > 1;
CREATE TEMP TABLE numbered AS
SELECT rowid AS line, row_number() OVER (
    PARTITION BY id, source ORDER BY occurred_at, customer, product, quantity, amount, props
) AS nth
FROM told SEMI JOIN repeated USING (id);
UPDATE told SET id = unhex(md5(hex(id) || nth)) FROM numbered WHERE told.rowid = line AND nth > 1;
CREATE TEMP TABLE standing AS
SELECT * FROM told QUALIFY row_number() OVER (PARTITION BY id ORDER BY file DESC, source DESC) = 1;
"""
_STAGED = """
CREATE TEMP VIEW staged AS
SELECT id, type, customer, CAST(NULL AS VARCHAR) AS contact, occurred_at, occurred_on, amount,
    CASE WHEN amount IS NOT NULL THEN $currency END AS currency, quantity, CAST(NULL AS DECIMAL(18, 4)) AS cost,
    product, ref, $system AS source, props
FROM standing
"""
# What rows with a number do not tell any more: the comparison with the lake then takes back what they told before.
_SILENT = """
CREATE TEMP TABLE staged_versions AS
SELECT DISTINCT id, $system AS source, ref, type, CAST(NULL AS VARCHAR) AS product, CAST(NULL AS DATE) AS occurred_on
FROM silent ANTI JOIN standing USING (id)
"""


def tell(
    connection: duckdb.DuckDBPyConnection, kind: EventKind, file: int, *, options: ReadOptions, now: datetime
) -> None:
    """Add what the sound rows of table `rows_FILE` tell to `told`, and what they might and do not to `silent`."""
    sound = f"sound_{file}"
    also = "".join(f", {_filled(sql, options, now)} AS {name}" for name, sql in kind.also.items())
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {sound} AS SELECT *{also} FROM rows_{file} WHERE verdict IS NULL")
    for tells in kind.tells:
        connection.execute(_told_sql(kind, tells, sound, file=file, options=options, now=now))
        if tells.may_vanish:
            connection.execute(_silent_sql(tells, sound, options.system))
    if kind.name == "contract":
        connection.execute(
            f"INSERT INTO contract_customers SELECT k_contract, any_value(k_customer) FROM {sound} "
            "WHERE k_contract IS NOT NULL GROUP BY 1 HAVING count(DISTINCT k_customer) = 1"
        )


def stage(connection: duckdb.DuckDBPyConnection, *, system: str, currency: str) -> None:
    """From `told` make `staged` (the facts' columns) and `staged_versions` (see `supersede.compare`)."""
    connection.execute(_NUMBERED)
    for statement in (_STAGED, _SILENT):
        connection.execute(statement.replace("$currency", literal(currency)).replace("$system", literal(system)))


def _told_sql(kind: EventKind, tells: Tells, sound: str, *, file: int, options: ReadOptions, now: datetime) -> str:
    currency = "k_currency" if kind.key("currency") and tells.amount != "NULL" else "CAST(NULL AS VARCHAR)"
    return f"""
    INSERT INTO told
    WITH said AS (
        SELECT source, {tells.number} AS number, k_customer AS customer, k_{tells.at} AS occurred_at,
            d_{tells.at} AS occurred_on, CAST({tells.amount} AS DECIMAL(18, 4)) AS amount, {currency} AS currency,
            CAST({tells.quantity} AS DECIMAL(18, 4)) AS quantity, CAST({tells.product} AS VARCHAR) AS product,
            CAST({tells.ref} AS VARCHAR) AS ref, {_props(tells)} AS props
        FROM {sound} WHERE {_filled(tells.when, options, now)}
    )
    SELECT {file}, source, {_id(options.system, tells.type)}, '{tells.type}', customer, occurred_at, occurred_on,
        amount, currency, quantity, product, ref, props
    FROM said
    """


def _silent_sql(tells: Tells, sound: str, system: str) -> str:
    """Every id that the rows with a number could have told, the n-th row of a number its n-th."""
    return f"""
    INSERT INTO silent
    WITH numbers AS (
        SELECT {tells.number} AS number, {tells.ref} AS ref,
            row_number() OVER (PARTITION BY source, {tells.number}) AS nth
        FROM {sound} WHERE {tells.number} IS NOT NULL
    ), ids AS (SELECT {_natural(system, tells.type)} AS id, ref, nth FROM numbers)
    SELECT CASE WHEN nth = 1 THEN id ELSE unhex(md5(hex(id) || nth)) END, ref, '{tells.type}' FROM ids
    """


def _id(system: str, type_: str) -> str:
    parts = ", ".join(f"coalesce(CAST({each} AS VARCHAR), '')" for each in SAYS)
    content = f"unhex(md5(concat_ws(chr(31), {literal(system)}, '{type_}', 'content', {parts})))"
    return f"CASE WHEN number IS NOT NULL THEN {_natural(system, type_)} ELSE {content} END"


def _natural(system: str, type_: str) -> str:
    return f"unhex(md5(concat_ws(chr(31), {literal(system)}, '{type_}', number)))"


def _props(tells: Tells) -> str:
    """JSON as `NewFact.props_json` writes it: names in order, nothing that is null. Codes hold nothing to escape."""
    written = ", ".join(f"{_prop(name, sql)}" for name, sql in sorted(tells.props.items()))
    return f"nullif('{{' || concat_ws(',', {written}) || '}}', '{{}}')" if written else "CAST(NULL AS VARCHAR)"


def _prop(name: str, sql: str) -> str:
    value = f"CAST({sql} AS VARCHAR)"
    quoted = f"CASE WHEN typeof({sql}) IN ('VARCHAR', 'DATE') THEN '\"' || {value} || '\"' ELSE {value} END"
    return f"'\"{name}\":' || {quoted}"


def _filled(sql: str, options: ReadOptions, now: datetime) -> str:
    instant = f"TIMESTAMPTZ {literal(now.isoformat())}"
    return sql.replace("$zone", literal(options.time_zone)).replace("$now", instant)
