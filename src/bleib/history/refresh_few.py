"""Where few customers were touched, their activity is counted again from all they did; everybody else's rows stay.

An order belongs to one customer, so nobody's rows depend on another's facts. What is cheap here is exact as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from bleib.history import parquet, theirs
from bleib.history.facts import FACTS
from bleib.history.lake import claimed
from bleib.history.tables import ACTIVITY as DAYS

if TYPE_CHECKING:
    from bleib.history.refresh import Links, Refresh

FEW = 2_000  # of more it is quicker to build their months
COLUMNS = ", ".join(DAYS.names)
# What the stored rows and the new ones do not share.
DIFFERENCE = f"""
(select {COLUMNS} from days_before except all select {COLUMNS} from days_now)
union all
(select {COLUMNS} from days_now except all select {COLUMNS} from days_before)
"""
# Months that share an order; a month without the other would count it twice.
SHARED = """
select distinct list_sort(list_distinct(list(month))) as months
from lines_of_few where type in ('order', 'credit') and ref is not null
group by customer, source, ref having count(distinct month) > 1
"""


def touched(work: Refresh, connection: duckdb.DuckDBPyConnection) -> theirs.Numbers | None:
    """Who bought something in the commits since activity was stored, as they count now; None: too many, or not known.

    It is not known who lost something with a commit that took rows away, and lines without a customer are too many.
    """
    stamp = work.activity.stamp
    if not _goes_on(work, stamp):
        return None
    added = work.lake.delta.added(stamp["version"], work.facts.version)
    if added is None or not all(path.exists() for path in added):
        return None
    new = f"select id, customer, month, type from {parquet.scan([str(path) for path in added], FACTS)}"
    connection.execute(f"create or replace temp table new_lines as {new} where type in ('order', 'credit')")
    [(count,)] = connection.execute("select count(distinct coalesce(customer, '')) from new_lines").fetchall()
    return _customers(work, connection) if count <= FEW else None


def patch(work: Refresh, connection: duckdb.DuckDBPyConnection, customers: theirs.Numbers) -> tuple[list[str], Links]:
    """Fill the temp view `rebuilt` with months as they are now; returns those that differ, and links between months."""
    theirs_alone = _days_of(work, connection, customers)
    months = connection.execute(f"select distinct strftime(day, '%Y-%m') from ({DIFFERENCE})").fetchall()
    differing = sorted(month for (month,) in months)
    stored = parquet.scan([file.path for file in work.activity.of(*differing)], DAYS)
    connection.execute(
        f"create or replace temp view rebuilt as select {COLUMNS} from {stored} where ({theirs_alone}) is not true "
        f"union all select {COLUMNS} from days_now"
    )
    shared = connection.execute(SHARED).fetchall()
    return differing, frozenset(pair for (months,) in shared for pair in combinations(months, 2))


def _days_of(work: Refresh, connection: duckdb.DuckDBPyConnection, customers: theirs.Numbers) -> str:
    """Fill `days_now`, counted from all that these customers did, and `days_before`, as stored.

    Returns the condition that a row of activity is one of theirs.
    """
    numbers = theirs.written(work.aliases, customers)
    theirs.gather(connection, work.facts.files, numbers, into="temp table facts_now")
    theirs.build_days(connection, facts="facts_now", into="days_now", aliases=work.aliases, non_goods=work.non_goods)
    connection.register("patched_arrow", pa.table({"number": pa.array(customers, pa.string())}))
    connection.execute("create or replace temp table patched as from patched_arrow")
    connection.unregister("patched_arrow")
    theirs_alone = theirs.named(customers, "patched")
    stored = parquet.scan([file.path for file in work.activity.files if file.may_name(customers)], DAYS)
    connection.execute(
        f"create or replace temp table days_before as select {COLUMNS} from {stored} where {theirs_alone}"
    )
    return theirs_alone


def _goes_on(work: Refresh, stamp: Mapping[str, Any]) -> bool:
    """Whether what is stored was made in the same way, of the same customers."""
    same = work.has_same_definition and stamp.get("aliases", "") == work.aliases.newest
    return same and stamp["version"] <= work.facts.version


def _customers(work: Refresh, connection: duckdb.DuckDBPyConnection) -> theirs.Numbers | None:
    """Whose the new lines are, and whose the same lines were before: nothing tells those who lost one."""
    months = [month for (month,) in connection.execute("select distinct month from new_lines").fetchall()]
    before = claimed(work.facts.of(*months), "id, customer")  # of imports, too: an order may be reported as another's
    known = f"select customer from ({before}) where id in (select id from new_lines)"
    both = work.aliases.resolve(f"select customer from new_lines union all {known}")
    found = {number for (number,) in connection.execute(f"select distinct customer from ({both})").fetchall()}
    return None if None in found or len(found) > FEW else tuple(sorted(found))
