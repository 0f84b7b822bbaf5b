"""Who belongs to segments now, compared with who did: in the engine, so that the database hears only of differences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from bleib.customers.importing.unload import unload
from bleib.segments.asking import Asking
from bleib.segments.models import Subject

if TYPE_CHECKING:
    from bleib.segments.filling import Wanted

# A customer with this due day is to be looked at as soon as may be.
AT_ONCE = date(1900, 1, 1)
OPEN = pa.schema([("segment_id", pa.int64()), ("customer_id", pa.int64()), ("contact_id", pa.int64())])
DUE = pa.schema([("customer_id", pa.int64()), ("due_on", pa.date32())])
FOUND = {Subject.CUSTOMER: "found_customers", Subject.CONTACT: "found_contacts"}
NOBODY = (
    "select cast(0 as bigint) as segment_id, cast(0 as bigint) as customer_id, cast(0 as bigint) as contact_id, "
    "cast(null as date) as since where false"
)
# Nobody's contact is 0: what is null joins with nothing.
MOVES = """
create or replace temp table moves as
select row_number() over (order by customer_id, segment_id, contact_id) as place, *
from (
    select belongs.*, 1 as enters
    from belongs
    anti join open_now using (segment_id, customer_id, contact_id)
    union all
    select segment_id, customer_id, contact_id, cast(null as date) as since, 0 as enters
    from open_now
    anti join belongs using (segment_id, customer_id, contact_id)
)
"""
# Where something slides, everybody is due tomorrow: a day that has come by then says the same.
DUES = """
create or replace temp table dues as
select row_number() over (order by customer_id) as place, customer_id, {due} as due_on, stored.due_on as before_on
from found
left join stored using (customer_id)
where stored.there is null or {due} is distinct from stored.due_on
    and not coalesce({due} = date '{tomorrow}' and stored.due_on between date '{soonest}' and date '{tomorrow}', false)
"""


def compare(asking: Asking, asked: Wanted, *, is_whole: bool) -> None:
    """Make the engine's tables `moves` (place, segment_id, customer_id, contact_id, since, enters), `dues` (place,
    customer_id, due_on, before_on) and `undue` (customer_id).

    `is_whole`: all segments are asked for; else a due day that is known already may only come sooner.
    """
    engine = asking.engine.connection
    for subject, name in FOUND.items():
        rules = {column: asked.rules[key] for key, column in _columns(asked).items()
                 if asked.rules[key].subject == subject}  # fmt: skip
        if rules or subject == Subject.CUSTOMER:
            asking.who(rules, subject, into=name)
    engine.execute(f"create or replace temp table belongs as {_belongs(asked)}")
    asking.engine.give("open_now", _open(asking, asked))
    asking.engine.give("stored", _stored(asking))
    engine.execute(MOVES)
    engine.execute(f"create or replace temp table found as {_due(asked)}")
    due = "found.due_on" if is_whole else "least(found.due_on, stored.due_on)"
    tomorrow = asking.as_of + timedelta(days=1)
    engine.execute(DUES.format(due=due, tomorrow=tomorrow, soonest=AT_ONCE + timedelta(days=1)))
    engine.execute(
        "create or replace temp table undue as select customer_id from stored anti join found using (customer_id)"
    )


def _columns(asked: Wanted) -> dict[str, str]:
    """What each rule is called in the query. By place: then the same rules are the same text."""
    return {key: f"r{n}" for n, key in enumerate(asked.rules)}


def _belongs(asked: Wanted) -> str:
    """SELECT of everybody who meets a rule: segment_id, customer_id, contact_id, since."""
    parts = [NOBODY]
    for key, column in _columns(asked).items():
        number, subject = asked.rows[key].pk, Subject(asked.rules[key].subject)
        contact = "contact_id" if subject == Subject.CONTACT else "cast(0 as bigint) as contact_id"
        parts.append(
            f"select cast({number} as bigint) as segment_id, customer_id, {contact}, {column}__since as since "
            f"from {FOUND[subject]} where {column}"
        )
    return " union all ".join(parts)


def _due(asked: Wanted) -> str:
    """SELECT of all that were looked at: customer_id, due_on; a customer is due when the first of its contacts is."""
    if all(rule.subject == Subject.CUSTOMER for rule in asked.rules.values()):
        return "select customer_id, due_on from found_customers"
    both = "select customer_id, due_on from found_customers union all select customer_id, due_on from found_contacts"
    return f"select customer_id, min(due_on) as due_on from ({both}) group by 1"


def _open(asking: Asking, asked: Wanted) -> pa.Table:
    """Who belongs to these segments as far as the database knows."""
    segments = ", ".join(str(row.pk) for row in asked.rows.values()) or "0"
    columns = {"segment_id": "m.segment_id", "customer_id": "m.customer_id", "contact_id": "coalesce(m.contact_id, 0)"}
    rows = f"segments_membership m{_whom(asking, 'm')} and m.left_at is null and m.segment_id in ({segments})"
    return _table(unload(columns, rows, by="m.id"), OPEN)


def _stored(asking: Asking) -> pa.Table:
    """Who was looked at before, and is due when."""
    columns = {"customer_id": "d.customer_id", "due_on": "cast(d.due_on as text)"}
    rows = f"segments_due d{_whom(asking, 'd')}"
    found = _table(unload(columns, rows, by="d.customer_id"), pa.schema([DUE[0], ("due_on", pa.string())])).cast(DUE)
    return found.append_column("there", pa.array([True] * found.num_rows, pa.bool_()))


def _whom(asking: Asking, rows: str) -> str:
    """What joins rows to those who are asked about."""
    if asking.numbers is None:
        return " where true"
    return f" join customers_customer c on c.id = {rows}.customer_id where c.number in (select number from asked)"


def _table(blocks: object, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches((pa.record_batch(each, schema=schema) for each in blocks), schema=schema)  # type: ignore[attr-defined]
