"""What contracts are worth: a dated line is the version of its day, an undated one that says another worth is "
"of today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bleib.customers.contract_facts import local_day
from bleib.customers.importing.load import make, run
from bleib.customers.importing.plan import Wishes

TABLE = "customers_contractversion"


def put_versions(run_id: int, columns: Mapping[str, str], *, wishes: Wishes, now: datetime) -> None:
    """Create and correct versions; the temp table `versions` says which: ord, contract_id, valid_from."""
    quantity = "i.quantity" if "quantity" in columns else "cast(null as numeric)"
    _say(quantity, wishes=wishes, now=now)
    make(
        "versions",
        "select s.ord, s.contract_id, s.valid_from, v.id as version_id, cast(v.amount_per_month as text) as before "
        f"from said s join contracts i on i.ord = s.ord left join {TABLE} v on v.contract_id = s.contract_id "
        f"and v.valid_from = s.valid_from where v.id is null or not ({_same_worth(quantity)})",
    )
    run(
        f"insert into {TABLE} (contract_id, valid_from, amount_per_month, quantity, product_id, recorded_at) "
        f"select s.contract_id, s.valid_from, i.amount, {quantity}, i.product_id, %s from versions s "
        "join contracts i on i.ord = s.ord where s.version_id is null",
        [now],
    )
    run(
        f"update {TABLE} set amount_per_month = i.amount, quantity = coalesce({quantity}, {TABLE}.quantity), "
        f"product_id = coalesce(i.product_id, {TABLE}.product_id), recorded_at = %s from versions s "
        f"join contracts i on i.ord = s.ord where {TABLE}.id = s.version_id",
        [now],
    )
    _remember(run_id)


def _say(quantity: str, *, wishes: Wishes, now: datetime) -> None:
    """The temp table `said`: which line speaks of which day of a contract."""
    newest = (
        f"select {_same_worth(quantity)} from {TABLE} v where v.contract_id = k.id order by v.valid_from desc limit 1"
    )
    today = "case when %s > k.starts_on then %s else k.starts_on end"
    old = "" if wishes.update else "and a.is_new"
    make(
        "said",
        "select max(i.ord) as ord, k.id as contract_id, "
        f"case when a.is_new or i.is_dated then i.valid_from else {today} end as valid_from "
        "from contracts i join customers_contract k on k.number = i.contract join agreed a on a.id = k.id "
        f"where (a.is_new or i.is_dated or not coalesce(({newest}), false)) {old} group by 2, 3",
        [local_day(now), local_day(now)],
    )


def _same_worth(quantity: str) -> str:
    """Whether the version `v` is worth what the line `i` says."""
    return (
        f"v.amount_per_month = i.amount and v.quantity is not distinct from coalesce({quantity}, v.quantity) "
        "and v.product_id is not distinct from coalesce(i.product_id, v.product_id)"
    )


def _remember(run_id: int) -> None:
    """What came and what was replaced in contracts that were known."""
    run(
        'insert into customers_overwritten (of_id, "table", "row", "column", before, after) '
        f"select {run_id}, 'version', v.id, 'amount_per_month', s.before, cast(v.amount_per_month as text) "
        f"from versions s join agreed a on a.id = s.contract_id and not a.is_new join {TABLE} v "
        "on v.contract_id = s.contract_id and v.valid_from = s.valid_from"
    )
    known = "join agreed a on a.id = v.contract_id where not a.is_new"
    run(f"insert into outcome select v.ord, 'updated' from versions v {known}")
