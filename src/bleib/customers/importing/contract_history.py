"""What imported contracts tell the history: the same facts as `Contract` records one by one, as sets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from bleib.customers.importing.contract_sql import INSERT, begin, day, fact_id, props
from bleib.customers.importing.load import make, run
from bleib.history.models import Setting


def tell_history(columns: Mapping[str, str], *, now: datetime) -> None:
    """Record contract_started and contract_changed: every version in the temp tables tells what it is worth."""
    quantity = "v.quantity" if "quantity" in columns else "null"
    first = "s.valid_from <= k.starts_on"
    type_ = f"case when {first} then 'contract_started' else 'contract_changed' end"
    key = f"k.number || ' ' || {day('s.valid_from')}"
    run(
        f"{INSERT} select {fact_id(type_, key)}, {type_}, c.number, {begin('s.valid_from')}, s.valid_from, "
        f"v.amount_per_month, %s, {quantity}, p.code, k.number, 'bleib', {props()}, %s "
        "from versions s join customers_contract k on k.id = s.contract_id "
        "join customers_customer c on c.id = k.customer_id "
        "join customers_contractversion v on v.contract_id = s.contract_id and v.valid_from = s.valid_from "
        "left join customers_product p on p.id = v.product_id",
        [Setting.read("currency", "EUR"), now],
    )


def take_back(*, now: datetime) -> None:
    """Contracts in the temp table `leaving` were never agreed.

    What is still pending is not told at all. A beginning that the lake has by now cannot be unsaid from here, so it is
    told that the contract ended on the day it began: it counts on no day.
    """
    whose = "join customers_contract k on k.id = l.id join customers_customer c on c.id = k.customer_id"
    types = "('contract_started', 'contract_changed', 'contract_ended')"
    theirs = (
        f"history_pendingfact f where f.source = 'bleib' and f.type in {types} "
        f"and f.ref in (select k.number from leaving l {whose})"
    )
    if connection.vendor == "postgresql":  # the worker may be about to take them into a batch
        run(f"select f.id from {theirs} for update of f")
    make("told", f"select f.id, f.ref, f.type, f.batch from {theirs}")
    run("delete from history_pendingfact where id in (select id from told where batch is null)")
    run(
        f"{INSERT} select {fact_id(repr('contract_ended'), 'k.number')}, 'contract_ended', c.number, "
        f"{begin('k.starts_on')}, "
        f"k.starts_on, null, null, null, null, k.number, 'bleib', null, %s from leaving l {whose} "
        "where not exists (select 1 from told t where t.ref = k.number and t.batch is null "
        "and t.type = 'contract_started')",
        [now],
    )
