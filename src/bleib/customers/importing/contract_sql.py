"""SQL of the facts that contracts tell, the same on both databases. `k` is the contract, `c` its customer."""

from __future__ import annotations

import hashlib
from datetime import date

from django.conf import settings
from django.db import connection

from bleib.customers.contract_facts import begin_of

INSERT = """
insert into history_pendingfact
    (fact_id, type, customer, occurred_at, occurred_on, amount, currency, quantity, product, ref, source, props,
    noted_at)
"""


def props() -> str:
    """The props of a contract as the history writes them: sorted, without those that say nothing; null for none."""
    notice = "k.notice * case k.notice_unit when 'days' then 1 when 'weeks' then 7 else 30 end"
    parts = [
        f"""case when k.ends_on is null then '' else ',"ends_on":"' || {day(next_day("k.ends_on"))} || '"' end""",
        f"""case when k.notice = 0 then '' else ',"notice_days":' || cast({notice} as text) end""",
        """case when k.term_months = 0 then '' else ',"term_months":' || cast(k.term_months as text) end""",
        """case when k.is_trial then ',"trial":true' else '' end""",
    ]
    return f"nullif('{{' || substr({' || '.join(parts)}, 2) || '}}', '{{}}')"


def fact_id(type_: str, key: str) -> str:
    text = f"'bleib' || chr(31) || {type_} || chr(31) || {key}"
    if connection.vendor == "postgresql":
        return f"decode(md5({text}), 'hex')"
    connection.ensure_connection()
    connection.connection.create_function("bleib_fact_id", 1, _digest, deterministic=True)
    return f"bleib_fact_id({text.replace('chr(31)', 'char(31)')})"


def _digest(text: str) -> bytes:
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()


def begin(of: str) -> str:
    """The instant at which a day begins for the installation."""
    zone = settings.TIME_ZONE.replace("'", "''")
    if connection.vendor == "postgresql":
        return f"timezone('{zone}', cast({of} as timestamp))"
    connection.ensure_connection()
    connection.connection.create_function("bleib_begin_of", 1, _begin_of, deterministic=True)
    return f"bleib_begin_of({of})"


def _begin_of(day: str | None) -> str | None:
    return None if day is None else str(connection.ops.adapt_datetimefield_value(begin_of(date.fromisoformat(day))))


def next_day(of: str) -> str:
    return f"(cast({of} as date) + 1)" if connection.vendor == "postgresql" else f"date({of}, '+1 day')"


def day(of: str) -> str:
    return f"cast({of} as text)" if connection.vendor == "postgresql" else of
