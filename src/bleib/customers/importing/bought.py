"""Who bought is a customer from that day on; who was a prospect is no more."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from bleib.customers.importing.load import make, run


def become_customers(*, because: str, now: datetime) -> int:
    """Move the standings of everybody in the temp table `bought` (customer_id, since); returns how many became one.

    A prospect that had bought before anybody noticed was never one. An earlier purchase than known moves the begin.
    """
    since = _instant("b.since")
    begins = f"case when {since} < %s then {since} else %s end"
    new = make(
        "becoming",
        f"select b.customer_id, {begins} as since, s.id as standing_id, s.kind, s.since as known from bought b "
        f"left join "
        "customers_standing s on s.customer_id = b.customer_id and s.until is null "
        f"where s.id is null or s.kind = 'prospect' or (s.kind = 'customer' and {since} < s.since)",
        [now, now],
    )
    if not new:
        return 0
    # Nothing may begin twice at one instant, and an earlier time as a customer is not overrun.
    table = "customers_standing"
    run(
        f"update {table} set kind = 'customer', since = b.since, because = %s from becoming b where {table}.id = "
        f"b.standing_id and b.since <= b.known and not exists (select 1 from {table} o where o.customer_id = "
        "b.customer_id and o.id <> b.standing_id and (o.until > b.since or o.since = b.since))",
        [because],
    )
    later = "b.standing_id is not null and b.kind = 'prospect' and b.since > b.known"
    run(f"update {table} set until = b.since from becoming b where {table}.id = b.standing_id and {later}")
    run(
        f"insert into {table} (customer_id, kind, since, because) select b.customer_id, 'customer', b.since, %s "
        f"from becoming b where b.standing_id is null or ({later})",
        [because],
    )
    return new


def _instant(column: str) -> str:
    """An instant or a day as an instant, as the database's columns hold it."""
    if connection.vendor == "postgresql":
        return f"cast({column} as timestamptz)"
    return f"case when length({column}) = 10 then {column} || ' 00:00:00' else {column} end"
