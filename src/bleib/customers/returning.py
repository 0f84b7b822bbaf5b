"""A former customer who buys again is a customer again, from that purchase on; its standing says why.

Where that purchase goes with an undone import, the former standing is open again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from bleib.customers.importing.load import load_rows, make, rows_of, run

RETURNED = "returned"
LEFT = pa.schema([("customer", pa.string()), ("left_at", pa.timestamp("us"))])
STANDING = "customers_standing"


def left(asked: pa.Table) -> pa.Table:
    """customer, left_at (UTC): since when those asked about are former customers, or were until they returned."""
    load_rows(((number,) for number in asked["customer"].to_pylist()), name="asked", columns={"number": "text"})
    found = rows_of(
        f"select a.number, l.since from asked a join customers_customer c on c.number = a.number join {STANDING} o "
        f"on o.customer_id = coalesce(c.merged_into_id, c.id) and o.until is null join {STANDING} l "
        "on l.customer_id = o.customer_id and l.kind = 'former' "
        f"and (l.id = o.id or (o.because = '{RETURNED}' and l.until = o.since))"
    )
    rows = [{"customer": number, "left_at": _plain(since)} for number, since in found]
    return pa.Table.from_pylist(rows, schema=LEFT)


def come_back(again: Sequence[tuple[str, Any]]) -> None:
    """`again`: number and first purchase after leaving (text, UTC; None: none) of all that `left` told."""
    load_rows(again, name="again", columns={"number": "text", "since": "timestamptz"})
    make(
        "returners",
        "select coalesce(c.merged_into_id, c.id) as customer_id, min(a.since) as since from again a "
        "join customers_customer c on c.number = a.number group by 1",
    )
    _leave_again()
    back = f"select r.customer_id, r.since from returners r join {STANDING} s on s.customer_id = r.customer_id "
    back += "where s.until is null and s.kind = 'former' and r.since > s.since"
    make("back", back)
    run(
        f"update {STANDING} set until = b.since from back b where {STANDING}.customer_id = b.customer_id "
        f"and {STANDING}.until is null"
    )
    run(
        f"insert into {STANDING} (customer_id, kind, since, because) "
        f"select customer_id, 'customer', since, '{RETURNED}' from back"
    )


def _leave_again() -> None:
    """Who did not return after all, or at another time than was thought: former as before; `come_back` goes on."""
    make(
        "not_so",
        f"select s.id, s.customer_id, s.since from {STANDING} s join returners r on r.customer_id = s.customer_id "
        f"where s.until is null and s.because = '{RETURNED}' and (r.since is null or r.since <> s.since)",
    )
    run(f"delete from {STANDING} where id in (select id from not_so)")
    run(
        f"update {STANDING} set until = null from not_so n where {STANDING}.customer_id = n.customer_id "
        f"and {STANDING}.kind = 'former' and {STANDING}.until = n.since"
    )


def _plain(instant: Any) -> datetime:
    """UTC without saying so; SQLite has it as text, PostgreSQL in the connection's time zone, which is UTC."""
    found: datetime = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return found.replace(tzinfo=None)
