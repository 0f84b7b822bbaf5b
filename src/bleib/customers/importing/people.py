"""Lines about customers and the people there, in the one shape that they are loaded in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bleib.customers.freemail import FREEMAIL
from bleib.customers.importing.erased import leave_out_erased
from bleib.customers.importing.keys import KEYS
from bleib.customers.importing.plan import TablePlan, Wishes
from bleib.customers.importing.texts import reject
from bleib.history.sources.lines import literal

# Staged columns, their types, and where they go. What is null says nothing.
CUSTOMER = {
    "name": "text", "is_person": "boolean", "vat_id": "text", "register_number": "text", "register_court": "text",
    "street": "text", "postcode": "text", "city": "text", "country": "text", "domain": "text", "mail": "text",
    "phone": "text", "industry": "text", "language": "text", "time_zone": "text", "acquired_through": "text",
}  # fmt: skip
REFERENCES = {"parent": "text", "referred_by": "text", "owner": "text"}
CONTACT = {
    "salutation": "text", "address": "text", "title": "text", "first_name": "text", "last_name": "text",
    "position": "text", "department": "text", "contact_mail": "text", "contact_phone": "text",
}  # fmt: skip
OTHER = {"standing": "text", "since": "timestamptz", "tags": "text", "roles": "text"}
FRAME = {
    "ord": "bigint", "file": "integer", "line": "bigint", "number": "text", "own": "boolean", "found_by": "text",
    "is_lead": "boolean", "fallback_name": "text", "fallback_person": "boolean",
}  # fmt: skip
CLEARABLE = {
    *("register_number", "register_court", "street", "postcode", "city", "country", "domain", "mail", "phone"),
    *("industry", "language", "time_zone", "acquired_through", "vat_id", "title", "position", "department"),
    *("contact_phone", "salutation", "address"),
}
NAMES = ("first_name", "last_name", "full_name")


def stage_people(
    connection: Any, typed: Sequence[tuple[int, TablePlan, str]], *, wishes: Wishes, time_zone: str
) -> dict[str, str]:
    """Make the relation `people` of all tables of customers; returns the columns that it says, with their types."""
    said = set().union(*(plan.says for _, plan, _ in typed))
    wanted = {key: kind for key, kind in (CUSTOMER | REFERENCES | CONTACT | OTHER).items() if key in said}
    if said & set(NAMES):
        wanted |= {"first_name": "text", "last_name": "text"}
    for number, (file, plan, table) in enumerate(typed):
        _take_out(connection, plan, file=file, table=table)
        source = _derived(plan, table, wishes)
        head = "CREATE TEMP TABLE lines AS" if number == 0 else "INSERT INTO lines"
        columns = ", ".join(_column(plan, key, time_zone) for key in wanted)
        connection.execute(
            f"{head} SELECT {file} AS file, line, number, own, fallback_name, fallback_person, {columns} FROM "
            f"({source})"
        )
    too_long = "(length(number) > 200)"
    connection.execute(
        f"INSERT INTO rejected SELECT file, line, 'number', left(number, 200), 'too_long', true FROM lines "
        f"WHERE {too_long}"
    )
    connection.execute(f"DELETE FROM lines WHERE {too_long}")
    leave_out_erased(connection, "lines")
    connection.execute(
        "CREATE TEMP VIEW people AS SELECT *, row_number() OVER (ORDER BY file, line) AS ord, NULL AS found_by, "
        "row_number() OVER (PARTITION BY number ORDER BY file, line) = 1 AS is_lead FROM lines"
    )
    return FRAME | wanted


def _take_out(connection: Any, plan: TablePlan, *, file: int, table: str) -> None:
    """Lines that are about nobody, and accounts that are no customers."""
    who = [key for key in ("number", "name", "mail", "contact_mail", *NAMES) if key in plan.says]
    nobody = " AND ".join(f"{key} IS NULL" for key in who)
    reject(connection, file=file, table=table, where=nobody, key="number", code="no_customer")
    if plan.datev is not None and "number" in plan.says:
        digits = plan.datev.account_digits + 1
        debtor = f"regexp_full_match(number, '[1-6]\\d{{{digits - 1}}}')"
        reject(
            connection,
            file=file,
            table=table,
            where=f"NOT coalesce({debtor}, false)",
            key="number",
            code="supplier",
            value="number",
        )


def _derived(plan: TablePlan, table: str, wishes: Wishes) -> str:
    """Who the line is about, where it has no number: the company's name, else the address, else the person."""
    said = plan.says

    def has(key: str) -> str:
        return key if key in said else "NULL"

    first, last = _person_names(plan)
    mail = f"coalesce({has('contact_mail')}, {has('mail')})"
    person = "nullif(concat_ws(' ', first_name_, last_name_), '')"
    domain = (
        f"CASE WHEN {_own_domain(mail)} THEN split_part({mail}, '@', 2) END" if "domain" in wishes.match else "NULL"
    )
    nameless = f"{has('name')} IS NULL AND {person} IS NOT NULL" if "name" in said or "number" not in said else "false"
    return f"""
    SELECT * REPLACE (coalesce(number_, {has("name")}, {domain}, {mail}, {person}) AS number) FROM (
        SELECT *, number_ IS NOT NULL AS own, coalesce({person}, {domain}, {mail}) AS fallback_name,
            ({nameless}) AND (number_ IS NOT NULL OR {domain} IS NULL) AS fallback_person, NULL AS number
        FROM (
            SELECT * {_without(said)}, {has("number")} AS number_, {first} AS first_name_, {last} AS last_name_
            FROM {table}
        )
    )
    """


def _without(said: set[str]) -> str:
    return "EXCLUDE (number)" if "number" in said else ""


def _person_names(plan: TablePlan) -> tuple[str, str]:
    """First and last name; a full name is cut at its comma, else before its last word."""
    first = "first_name" if "first_name" in plan.says else "NULL"
    last = "last_name" if "last_name" in plan.says else "NULL"
    if "full_name" not in plan.says:
        return f"CAST({first} AS VARCHAR)", f"CAST({last} AS VARCHAR)"
    comma = "contains(full_name, ',')"
    before, behind = (f"trim(split_part(full_name, ',', {part}))" for part in (1, 2))
    words, last_word = "trim(regexp_extract(full_name, '^(.*)\\s\\S+$', 1))", "regexp_extract(full_name, '(\\S+)$', 1)"
    given = f"CASE WHEN {comma} THEN {behind} ELSE {words} END"
    family = f"CASE WHEN {comma} THEN {before} ELSE {last_word} END"
    return f"coalesce({first}, nullif(left({given}, 120), ''))", f"coalesce({last}, nullif(left({family}, 120), ''))"


def _own_domain(mail: str) -> str:
    """Whether an address is at a company's own domain."""
    free = ", ".join(literal(each) for each in sorted(FREEMAIL))
    return f"{mail} IS NOT NULL AND split_part({mail}, '@', 2) NOT IN ({free})"


def _column(plan: TablePlan, key: str, time_zone: str) -> str:
    if key in ("first_name", "last_name"):
        return f"{key}_ AS {key}"
    if key not in plan.says:
        kind = {"since": "TIMESTAMPTZ", "is_person": "BOOLEAN"}.get(key, "VARCHAR")
        return f"CAST(NULL AS {kind}) AS {key}"
    if key == "since":
        return f"timezone({literal(time_zone)}, CAST(since AS TIMESTAMP)) AS since"
    return "is_person = '1' AS is_person" if key == "is_person" else key


def texts_of(keys: set[str]) -> set[str]:
    """The keys of texts that an empty cell may empty."""
    return {key for key in keys if key in CLEARABLE and key in KEYS}
