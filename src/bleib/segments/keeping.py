"""Differences become memberships: rows and facts of one batch in one short transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from bleib.customers.importing.load import load as load_table
from bleib.customers.importing.load import one, rows_of, run
from bleib.history.api import NewFact, record
from bleib.history.new_fact import LONGEST_ID
from bleib.kernel.crash import point
from bleib.worker.api import checkpoint

BATCH = 5_000
MEMBERSHIP, DUE = "segments_membership", "segments_due"
TABLES = {
    "moves": {
        "place": "bigint", "segment_id": "bigint", "customer_id": "bigint", "contact_id": "bigint", "since": "date",
        "enters": "bigint",
    },
    "dues": {"place": "bigint", "customer_id": "bigint", "due_on": "date", "before_on": "date"},
    "undue": {"customer_id": "bigint"},
}  # fmt: skip
# Of a batch, what is still to be done: whoever was erased or merged since they were read enters nothing.
THESE = f"""
moves m
join segments_segment s on s.id = m.segment_id
join customers_customer c on c.id = m.customer_id
left join customers_contact p on p.id = m.contact_id
left join {DUE} d on d.customer_id = m.customer_id
left join {MEMBERSHIP} o on o.segment_id = m.segment_id and o.customer_id = m.customer_id
    and coalesce(o.contact_id, 0) = m.contact_id and o.left_at is null
where m.place > %s and m.place <= %s
"""
ALIVE = "c.merged_into_id is null and c.number not like 'erased-%%' and (m.contact_id = 0 or p.id is not null)"
ENTERING = f"{THESE} and m.enters = 1 and o.id is null and {ALIVE}"
LEAVING = f"{THESE} and m.enters = 0 and o.id is not null"


def load(engine: Any, *, scratch: Path) -> None:
    """What `compare` found, as temp tables of the database."""
    for name, columns in TABLES.items():
        load_table(engine, name, name=name, columns=columns, scratch=scratch)
    run("create index moves_place on moves (place)")
    run("create index dues_place on dues (place)")


def keep(*, is_news: bool, now: datetime) -> int:
    """Write what differs; returns how many entered or left.

    `is_news`: there are facts also about those who are looked at for the first time.
    """
    count = sum(_batches("moves", lambda places: _keep(places, is_news=is_news, now=now)))
    sum(_batches("dues", _keep_dues))
    run(f"delete from {DUE} where customer_id in (select customer_id from undue)")
    return count


def _batches(table: str, write: Any) -> Iterator[int]:
    for first in range(0, one(f"select max(place) from {table}"), BATCH):
        checkpoint()
        with transaction.atomic():
            done = write((first, first + BATCH))
        point("segments.committed")
        yield done


def _keep(places: tuple[int, int], *, is_news: bool, now: datetime) -> int:
    """Entries and exits of one batch, and the facts about them."""
    facts = [*_facts("segment_entered", ENTERING, places, is_news=is_news, now=now),
             *_facts("segment_left", LEAVING, places, is_news=is_news, now=now)]  # fmt: skip
    left = run(
        f"update {MEMBERSHIP} set left_at = case when entered_at > %s then entered_at else %s end "
        f"where id in (select o.id from {LEAVING})", [now, now, *places]
    )  # fmt: skip
    entered = run(
        f"insert into {MEMBERSHIP} (segment_id, customer_id, contact_id, since, entered_at) "
        f"select m.segment_id, m.customer_id, nullif(m.contact_id, 0), m.since, %s from {ENTERING} "
        "on conflict do nothing", [now, *places]
    )  # fmt: skip
    point("segments.kept")
    record(facts, now=now)
    point("segments.told")
    return left + entered


def _facts(type_: str, these: str, places: tuple[int, int], *, is_news: bool, now: datetime) -> list[NewFact]:
    """Facts of those who are customers still. Who is found in a segment that is filled for the first time, or as one of
    all that are looked at for the first time, has none: that is no news."""
    columns = "s.key, c.id, c.number, m.contact_id, d.customer_id is null"
    news = f"{these} and {ALIVE} and s.filled_at is not null"
    rows = rows_of(f"select {columns} from {news} order by m.place", places)
    return [_fact(type_, row, now=now) for row in rows if is_news or not row[4]]


def _fact(type_: str, row: tuple[str, int, str, int, bool], *, now: datetime) -> NewFact:
    """One per segment, member and instant, whoever says it again."""
    segment, customer, number, contact, is_first = row
    key = f"{segment} {customer} {contact} {now.isoformat()}"[:LONGEST_ID]
    props = {"segment": segment, "first": bool(is_first) or None}
    return NewFact(type_, number, now, key=key, contact=str(contact) if contact else None, props=props)


def _keep_dues(places: tuple[int, int]) -> int:
    """A day that was changed meanwhile stands: somebody wants that customer looked at again."""
    run(
        f"update {DUE} set due_on = n.due_on from dues n where n.customer_id = {DUE}.customer_id "
        f"and {DUE}.due_on is not distinct from n.before_on and n.place > %s and n.place <= %s", places
    )  # fmt: skip
    return run(
        f"insert into {DUE} (customer_id, due_on) select n.customer_id, n.due_on from dues n "
        "join customers_customer c on c.id = n.customer_id where n.place > %s and n.place <= %s on conflict do nothing",
        places,
    )
