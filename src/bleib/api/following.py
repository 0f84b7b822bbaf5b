"""What changed since: records of a kind in the order in which their changes were committed, each as it is now.

Triggers (migration 0002) note a change in its own transaction, without an order: numbers given there would come before
or after those of transactions that last longer, and a reader between the two would miss one. So a change gets its
place (`seq`) only when it is committed, by whoever reads, one at a time. What comes later gets a later place.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from bleib.api.following_names import RECORDS, spread
from bleib.api.problems import Refused, Wrong

BATCH = 10_000
LOCK = 4_610_552  # any number that nobody else locks
NOW = "now"
LARGEST = 2**63 - 1
PLACE = """
update api_change set seq = found.place from (
    select id as number, (select coalesce(max(seq), 0) from api_change) + row_number() over (order by id) as place
    from (select id from api_change where seq is null and {which} order by id limit %s) as next
) as found where id = found.number
"""
# An earlier place of the same record says nothing that its later one does not. "+ 0" keeps SQLite from an index on
# `seq`, by which it would look through all there are for each of them.
FORGET = """
delete from api_change where id in (
    select earlier.id from api_change as later join api_change as earlier
    on earlier.kind = later.kind and earlier.object_id = later.object_id and earlier.seq + 0 < later.seq
    where later.seq > %s
)
"""
READ = "select seq, object_id from api_change where kind = %s and seq > %s order by seq limit %s"


@dataclass(frozen=True)
class Changed:
    """`ids` of records, `cursor` behind the last of them; `more`: ask again at once."""

    ids: Collection[int]
    cursor: str
    more: bool


def changed(kind: str, *, cursor: str, limit: int) -> Changed:
    """At most so many that changed behind the cursor; "now": none, and the cursor of this moment. Raises Refused."""
    epoch = _epoch()
    if cursor == NOW:
        settle_all()  # or all that was written before would be told afterwards
        return Changed([], f"{epoch}-{_last()}", more=False)
    after = _place_of(cursor, epoch)
    waiting = is_unsettled() and settle()
    with connection.cursor() as database:
        database.execute(READ, [kind, after, limit + 1])
        found = database.fetchall()
    here, more = found[:limit], len(found) > limit or waiting
    return Changed([pk for _seq, pk in here], f"{epoch}-{here[-1][0] if here else after}", more)


def settle() -> bool:
    """Give places to changes that are committed, a batch of them; True where there are more.

    On PostgreSQL every statement sees what was committed before it, a name also between two of them: those are spread
    that have got a place, and none gets one afterwards.
    """
    with transaction.atomic(), connection.cursor() as database:
        _alone()
        last = _last()
        placed = _place("true")
        if spread(last):
            placed = max(placed, _place(RECORDS))
        if placed:
            database.execute(FORGET, [last])
    return placed >= BATCH


def _place(which: str) -> int:
    with connection.cursor() as database:
        database.execute(PLACE.format(which=which), [BATCH])
        return int(database.rowcount)


def settle_all(*, now: datetime | None = None) -> None:  # noqa: ARG001 - as the worker calls all tasks
    """Give places to all that was committed until now; what comes meanwhile is left, or it would have no end.

    Also a task: where nobody asks what changed, nothing piles up; where nobody ever did, nothing is kept at all.
    """
    if not _known_epoch() and _forgot_all():
        return
    newest = _number("select coalesce(max(id), 0) from api_change where seq is null")
    while is_unsettled(until=newest):
        settle()


def is_unsettled(*, until: int = LARGEST) -> bool:
    """Whether a change that is committed has no place yet; `until`: one with at most this id."""
    with connection.cursor() as database:
        database.execute("select 1 from api_change where seq is null and id <= %s limit 1", [until])
        return database.fetchone() is not None


def _last() -> int:
    return _number("select coalesce(max(seq), 0) from api_change")


def _number(sql: str) -> int:
    with connection.cursor() as database:
        database.execute(sql)
        return int(database.fetchone()[0])


def _epoch() -> str:
    """What cursors of this database begin with; chosen when somebody asks first, so that no copy has the same."""
    return _known_epoch() or _begun()


def _known_epoch() -> str:
    with connection.cursor() as database:
        database.execute("select name from api_epoch")
        found = database.fetchone()
    return str(found[0]) if found else ""


def _begun() -> str:
    with transaction.atomic(), connection.cursor() as database:
        if _forgot_all():
            database.execute("insert into api_epoch (name) values (%s)", [uuid.uuid4().hex[:12]])
        return _known_epoch()


def _forgot_all() -> bool:
    """Before the first question nobody has a cursor, and nobody will be told what was until then. Whether it was so."""
    with transaction.atomic(), connection.cursor() as database:
        _alone()
        if _known_epoch():
            return False
        database.execute("delete from api_change")
    return True


def _alone() -> None:
    """One at a time until the transaction ends; on SQLite, whoever writes is alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as database:
            database.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def _place_of(cursor: str, epoch: str) -> int:
    name, _line, place = cursor.partition("-")
    if not (place.isascii() and place.isdigit() and len(place) < 19):
        what = "This is no cursor of changes. Begin with since=now, then read the list, then ask what changed."
        raise Refused(422, what, wrong=[Wrong("query.since", what)])
    if name != epoch:
        raise Refused(410, "This installation was restored or moved. Begin with since=now and read the list anew.")
    return int(place)
