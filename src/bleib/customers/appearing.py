"""Customers appear by themselves when facts name them, and become customers with their first purchase.

What is known from facts alone follows the facts, also back when an import is undone. What a file or a person said
stays.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db import connection, transaction

from bleib.customers.importing.bought import become_customers
from bleib.customers.importing.load import load_rows, make, rows_of, run
from bleib.customers.importing.lookups import country
from bleib.customers.importing.undo import derived_tables, keepers_of_customers
from bleib.customers.returning import come_back, left
from bleib.history import theirs
from bleib.history.api import Change, touched
from bleib.history.fact_types import CONCLUDED
from bleib.history.feed import BRING_FACTS
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.worker.api import lease

TABLE = "customers_customer"
# The history's types that make somebody a customer; a deal or a visit does not.
PURCHASES = "type = 'order' and coalesce(quantity > 0, true) and coalesce(amount > 0, true)"
CONCLUSIONS = ", ".join(f"'{each}'" for each in CONCLUDED)
NOTHING = pa.table({name: pa.array([], pa.string()) for name in ("customer", "since", "again")})
CONTRACTS = "type = 'contract_started' and coalesce(props not like '%\"trial\":true%', true)"


def appear(change: Change, *, now: datetime) -> int:
    """Bring the customers that a change touched up to date; returns how many are new. Hearing twice does no harm.

    One at a time, from the reading of the facts to the commit: who read earlier must not write later.
    """
    seen = touched(change)
    if not seen.num_rows:
        return 0
    with lease("customers", doing="Bringing customers up to date"):
        return _bring_up_to_date(change, seen, now)


def _bring_up_to_date(change: Change, seen: pa.Table, now: datetime) -> int:
    asked = _asked(seen, everybody=change.kind not in BRING_FACTS)
    with transaction.atomic():
        gone = left(asked)
    bought = _first_purchases(asked, gone, now) if asked.num_rows else NOTHING
    with transaction.atomic():
        load_rows(((number,) for number in seen["customer"].to_pylist()), name="seen", columns={"number": "text"})
        load_rows(((number,) for number in asked["customer"].to_pylist()), name="asked", columns={"number": "text"})
        rows = [tuple(row.values()) for row in bought.to_pylist()]
        load_rows((row[:2] for row in rows), name="facts_seen", columns={"number": "text", "since": "timestamptz"})
        _names()
        came = _create(now)
        _rename()
        _stand(now)
        again = {number: since for number, _first, since in rows}
        come_back([(number, again.get(number)) for number in gone["customer"].to_pylist()])
        _let_go()
    return came


def _asked(seen: pa.Table, *, everybody: bool) -> pa.Table:
    """Whom the history has to be asked about: not those who are customers since before what is new now."""
    if everybody:
        return seen.select(["customer"])
    rows = zip(seen["customer"].to_pylist(), seen["first_day"].to_pylist(), strict=True)
    load_rows(rows, name="seen", columns={"number": "text", "first_day": "date"})
    day = "cast(s.since as date)" if connection.vendor == "postgresql" else "date(s.since)"
    known = (
        f"select 1 from {TABLE} c join customers_standing s on s.customer_id = coalesce(c.merged_into_id, c.id) "
        f"where c.number = t.number and s.until is null and s.kind = 'customer' and {day} < t.first_day"
    )
    numbers = [row[0] for row in rows_of(f"select number from seen t where not exists ({known})")]
    return pa.table({"customer": pa.array(numbers, pa.string())})


def _first_purchases(asked: pa.Table, gone: pa.Table, now: datetime) -> pa.Table:
    """customer, first purchase or contract, first one after leaving (text, UTC; null: none) of all that have facts."""
    with Reading(ReadOptions(time_zone=settings.TIME_ZONE), now=now) as reading:
        theirs.open_facts(reading.connection, Path(settings.HOME), asked["customer"].to_pylist())
        reading.connection.register("asked", asked)
        reading.connection.register("gone", gone)
        bought = f"({PURCHASES} or {CONTRACTS})"
        after = f"{bought} and timezone('UTC', occurred_at) >= left_at + interval 1 second"
        first, again = (
            f"strftime(timezone('UTC', min(occurred_at) filter ({which})), '%Y-%m-%d %H:%M:%S')"
            for which in (bought, after)
        )
        return reading.connection.sql(
            f"select customer, {first} as since, {again} as again from facts semi join asked using (customer) "
            f"left join gone using (customer) where type not in ({CONCLUSIONS}) group by 1"
        ).to_arrow_table()


def _names() -> None:
    """What the newest import that knows it calls each of them, with countries as codes."""
    make(
        "called",
        "select s.number, n.name, n.country from seen s join history_importedname n on n.customer = s.number "
        "join history_import i on i.id = n.of_id and i.state = 'done' where not exists (select 1 from "
        "history_importedname m "
        "join history_import j on j.id = m.of_id and j.state = 'done' where m.customer = n.customer "
        "and j.recorded_at > i.recorded_at)",
    )
    words: list[Any] = [row[0] for row in rows_of("select distinct country from called where country is not null")]
    codes = [(word, code) for word in words if (code := country(word))]
    load_rows(codes, name="codes", columns={"word": "text", "code": "text"})


def _create(now: datetime) -> int:
    """Numbers that nobody knew. Lines without facts any more name nobody."""
    blanks = "vat_id register_number register_court street postcode city domain mail phone industry language time_zone"
    blank = [*blanks.split(), "acquired_through"]
    return run(
        f"insert into {TABLE} (number, name, country, kept_by, created_at, is_person, {', '.join(blank)}) "
        f"select f.number, coalesce(substr(n.name, 1, 300), ''), coalesce(k.code, ''), 'facts', %s, false, "
        f"{', '.join(repr('') for _ in blank)} from facts_seen f left join called n on n.number = f.number "
        f"left join codes k on k.word = n.country where length(f.number) <= 200 "
        f"and not exists (select 1 from {TABLE} c where c.number = f.number)",
        [now],
    )


def _rename() -> None:
    """Names of those that only facts know."""
    run(
        f"update {TABLE} set name = substr(n.name, 1, 300) from called n where {TABLE}.number = n.number "
        f"and {TABLE}.kept_by = 'facts' and n.name is not null and {TABLE}.name <> substr(n.name, 1, 300)"
    )
    run(
        f"update {TABLE} set country = k.code from called n join codes k on k.word = n.country "
        f"where {TABLE}.number = n.number and {TABLE}.kept_by = 'facts' and {TABLE}.country <> k.code"
    )


def _stand(now: datetime) -> None:
    """First purchases make customers; who has none, not even after an undoing, is a prospect or goes."""
    make(
        "bought",
        f"select coalesce(c.merged_into_id, c.id) as customer_id, min(f.since) as since from facts_seen f join "
        f"{TABLE} c "
        "on c.number = f.number where f.since is not null group by 1",
    )
    _take_back()
    become_customers(because="purchase", now=now)
    run(
        "insert into customers_standing (customer_id, kind, since, because) select c.id, 'prospect', %s, 'fact' "
        f"from facts_seen f join {TABLE} c on c.number = f.number where c.merged_into_id is null "
        "and not exists (select 1 from customers_standing s where s.customer_id = c.id)",
        [now],
    )


def _let_go() -> None:
    """Whom only facts knew goes with the last of them, unless somebody made use of the record."""
    # First among the temporary tables, of which the planner knows how large they are.
    if not make("fading", "select number from asked except select number from facts_seen"):
        return
    alone = "t.kept_by = 'facts' and t.merged_into_id is null"
    make("leaving", f"select t.id from fading f join {TABLE} t on t.number = f.number where {alone}")
    for _, test in keepers_of_customers():
        kept = f"select t.id from {TABLE} t join leaving l on l.id = t.id where {test}"
        run(f"delete from leaving where id in ({kept})")
    for other, column in (
        ("customers_standing", "customer_id"),
        ("customers_customer_tags", "customer_id"),
        ("customers_overwritten", "customer_id"),
        ("customers_suggestion", "first_id"),
        ("customers_suggestion", "second_id"),
        *((table, "customer_id") for table in derived_tables()),
    ):
        run(f"delete from {other} where {column} in (select id from leaving)")
    run(f"delete from {TABLE} where id in (select id from leaving)")


def _take_back() -> None:
    """Whose purchases went with an undone import was no customer, or became one later."""
    known = f"select c.id from {TABLE} c join asked s on s.number = c.number where c.merged_into_id is null"
    mine = f"customer_id in ({known})"
    run(
        "update customers_standing set kind = 'prospect', because = 'undone' where because = 'purchase' "
        f"and until is null and {mine} and not exists (select 1 from bought b where b.customer_id = "
        "customers_standing.customer_id)"
    )
    run(
        "update customers_standing set since = b.since from bought b where b.customer_id = "
        "customers_standing.customer_id "
        "and because = 'purchase' and until is null and customers_standing.since < b.since"
    )
