"""Ends of contracts that an import says or that its undoing takes back, told to the history as the verbs tell them.

There is one fact about the end of a contract: whatever is told later replaces what was told before.
"""

from __future__ import annotations

from datetime import date, datetime

from bleib.customers.importing.contract_sql import INSERT, begin, fact_id, next_day, props
from bleib.customers.importing.load import make, run
from bleib.history.models import Setting

_OVERWRITTEN = (
    'from customers_overwritten o join customers_contract k on k.id = o."row" where o."table" = \'contract\' '
    "and o.\"column\" = 'ends_on'"
)


def tell_ends(run_id: int, *, today: date, now: datetime) -> None:
    """Contracts in the temp table `agreed`: an end that is over is told; one that was known and changed, at once."""
    changed = f"select k.id {_OVERWRITTEN} and o.of_id = %s and o.before is not null"
    make(
        "ending",
        "select k.id from agreed a join customers_contract k on k.id = a.id "
        f"where k.ends_on < %s and k.end_told_at is null union {changed}",
        [today, run_id],
    )
    _tell(now)


def take_back_ends(run_id: int, *, now: datetime) -> None:
    """Ends that have come back are told again; a contract that has none again goes on."""
    back = f"{_OVERWRITTEN} and o.of_id = %s and cast(k.ends_on as text) is not distinct from o.before"
    make("ending", f"select k.id {back} and k.end_told_at is not null and k.ends_on is not null", [run_id])
    _tell(now)
    if make("going_on", f"select k.id, o.after {back} and k.end_told_at is not null and k.ends_on is null", [run_id]):
        _go_on(now)


def _tell(now: datetime) -> None:
    """That the contracts in the temp table `ending` end when they end."""
    after = next_day("k.ends_on")
    run(
        f"{INSERT} select {_id()}, 'contract_ended', c.number, {begin(after)}, {after}, null, null, null, null, "
        "k.number, 'bleib', null, %s from ending e join customers_contract k on k.id = e.id "
        "join customers_customer c on c.id = k.customer_id",
        [now],
    )
    run("update customers_contract set end_told_at = %s where id in (select id from ending)", [now])


def _go_on(now: datetime) -> None:
    """Instead of the end: from that day on the contract is worth what it was."""
    after = next_day("g.after")
    run(
        f"{INSERT} select {_id()}, 'contract_changed', c.number, {begin(after)}, {after}, v.amount_per_month, %s, "
        f"v.quantity, p.code, k.number, 'bleib', {props()}, %s "
        "from going_on g join customers_contract k on k.id = g.id join customers_customer c on c.id = k.customer_id "
        "join customers_contractversion v on v.contract_id = k.id and v.valid_from = (select max(w.valid_from) "
        f"from customers_contractversion w where w.contract_id = k.id and w.valid_from <= {after}) "
        "left join customers_product p on p.id = v.product_id",
        [Setting.read("currency", "EUR"), now],
    )
    run("update customers_contract set end_told_at = null where id in (select id from going_on)")


def _id() -> str:
    return fact_id(repr("contract_ended"), "k.number")
