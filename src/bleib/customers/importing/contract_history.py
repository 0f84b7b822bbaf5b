"""What imported contracts tell the history: the same facts as `Contract` records one by one, as sets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from bleib.customers.importing.load import make, run
from bleib.history.models import Setting

_INSERT = """
insert into history_pendingfact
    (fact_id, type, customer, occurred_at, occurred_on, amount, currency, quantity, product, ref, source, props,
    noted_at)
"""


def tell_history(columns: Mapping[str, str], *, today: date, now: datetime) -> None:
    """Record contract_started, contract_changed and contract_ended of the lines in the temp tables of contracts.

    Every version that came tells what it is worth; a contract whose last day is over tells that it ended.
    """
    quantity = "v.quantity" if "quantity" in columns else "null"
    first = "s.valid_from <= k.starts_on"
    type_ = f"case when {first} then 'contract_started' else 'contract_changed' end"
    key = f"k.number || ' ' || {_day('s.valid_from')}"
    joined = (
        "from {} s join customers_contract k on k.id = s.contract_id join customers_customer c on c.id = k.customer_id "
    )
    run(
        f"{_INSERT} select {_id(type_, key)}, {type_}, c.number, {_begin('s.valid_from')}, s.valid_from, "
        f"v.amount_per_month, %s, {quantity}, p.code, k.number, 'bleib', {_props()}, %s "
        + joined.format("versions")
        + "join customers_contractversion v on v.contract_id = s.contract_id and v.valid_from = s.valid_from "
        "left join customers_product p on p.id = v.product_id",
        [Setting.read("currency", "EUR"), now],
    )
    if "ends_on" in columns:
        after = _next_day("k.ends_on")
        run(
            f"{_INSERT} select {_id(repr('contract_ended'), 'k.number')}, 'contract_ended', c.number, {_begin(after)}, "
            f"{after}, null, null, null, null, k.number, 'bleib', null, %s "
            + joined.format("(select id as contract_id from agreed)")
            + "where k.ends_on < %s and k.end_told_at is null",
            [now, today],
        )
        run(
            "update customers_contract set end_told_at = %s from agreed a where customers_contract.id = a.id "
            "and ends_on < %s and end_told_at is null",
            [now, today],
        )


def take_back(*, now: datetime) -> None:
    """Contracts in the temp table `leaving` were never agreed.

    What is still pending is not told at all. A beginning that the lake has by now cannot be unsaid from here, so it is
    told that the contract ended on the day it began: it counts on no day.
    """
    whose = "join customers_contract k on k.id = l.id join customers_customer c on c.id = k.customer_id"
    types = "('contract_started', 'contract_changed', 'contract_ended')"
    theirs = (
        f"history_pendingfact f where f.source = 'bleib' and f.type in {types} "
        f"and f.ref in (select k.number from leaving l {whose})"
    )
    if connection.vendor == "postgresql":  # the worker may be about to take them into a batch
        run(f"select f.id from {theirs} for update of f")
    make("told", f"select f.id, f.ref, f.type, f.batch from {theirs}")
    run("delete from history_pendingfact where id in (select id from told where batch is null)")
    run(
        f"{_INSERT} select {_id(repr('contract_ended'), 'k.number')}, 'contract_ended', c.number, "
        f"{_begin('k.starts_on')}, "
        f"k.starts_on, null, null, null, null, k.number, 'bleib', null, %s from leaving l {whose} "
        "where not exists (select 1 from told t where t.ref = k.number and t.batch is null "
        "and t.type = 'contract_started')",
        [now],
    )


def _props() -> str:
    """The props of a contract as the history writes them: sorted, without those that say nothing; null for none."""
    notice = "k.notice * case k.notice_unit when 'days' then 1 when 'weeks' then 7 else 30 end"
    parts = [
        f"""case when k.ends_on is null then '' else ',"ends_on":"' || {_day(_next_day("k.ends_on"))} || '"' end""",
        f"""case when k.notice = 0 then '' else ',"notice_days":' || cast({notice} as text) end""",
        """case when k.term_months = 0 then '' else ',"term_months":' || cast(k.term_months as text) end""",
        """case when k.is_trial then ',"trial":true' else '' end""",
    ]
    return f"nullif('{{' || substr({' || '.join(parts)}, 2) || '}}', '{{}}')"


def _id(type_: str, key: str) -> str:
    text = f"'bleib' || chr(31) || {type_} || chr(31) || {key}"
    if connection.vendor == "postgresql":
        return f"decode(md5({text}), 'hex')"
    connection.ensure_connection()
    connection.connection.create_function("bleib_fact_id", 1, _digest, deterministic=True)
    return f"bleib_fact_id({text.replace('chr(31)', 'char(31)')})"


def _digest(text: str) -> bytes:
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()


def _begin(day: str) -> str:
    """The instant at which a day begins for the installation."""
    zone = settings.TIME_ZONE.replace("'", "''")
    if connection.vendor == "postgresql":
        return f"timezone('{zone}', cast({day} as timestamp))"
    connection.ensure_connection()
    connection.connection.create_function("bleib_begin_of", 1, _begin_of, deterministic=True)
    return f"bleib_begin_of({day})"


def _begin_of(day: str | None) -> str | None:
    from bleib.customers.contract_facts import begin_of

    return None if day is None else str(connection.ops.adapt_datetimefield_value(begin_of(date.fromisoformat(day))))


def _next_day(day: str) -> str:
    return f"({day} + 1)" if connection.vendor == "postgresql" else f"date({day}, '+1 day')"


def _day(day: str) -> str:
    return f"cast({day} as text)" if connection.vendor == "postgresql" else day
