"""Contracts into the tables: who, what, from when; several lines of one contract are its versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bleib.customers.contract_facts import local_day
from bleib.customers.importing.bought import become_customers
from bleib.customers.importing.contract_ends import tell_ends
from bleib.customers.importing.contract_history import tell_history
from bleib.customers.importing.contract_lines import TERMS
from bleib.customers.importing.load import make, one, run
from bleib.customers.importing.plan import Wishes
from bleib.customers.importing.values import Overwriting, overwrite
from bleib.customers.importing.versions import put_versions

TABLE = "customers_contract"
BLANK = (
    *("vat_id", "register_number", "register_court", "street", "postcode", "city", "country", "domain", "mail"),
    *("phone", "industry", "language", "time_zone", "acquired_through"),
)


def put_contracts(run_id: int, columns: Mapping[str, str], *, wishes: Wishes, now: datetime) -> int:
    """Create, overwrite, version, tell the history; returns how many lines were rejected on the way."""
    run("drop table if exists contract_lines")
    run("alter table contracts rename to contract_lines")
    _put_customers(run_id, columns, now)
    _put_products(run_id, columns)
    elsewhere = _place(columns)
    _create(run_id, columns, now)
    make(
        "agreed",
        f"select i.ord, k.id, coalesce(k.imported_by_id = {run_id}, false) as is_new from contracts i "
        f"join {TABLE} k on k.number = i.contract where i.is_lead",
    )
    run("insert into outcome select ord, 'created' from agreed where is_new")
    if wishes.update:
        given = {key: (key, kind) for key, kind in TERMS.items() if key in columns}
        given |= {"term_ends_on": ("term_ends_on", "date"), "notice_by": ("notice_by", "date")} if given else {}
        overwrite(run_id, Overwriting("contract", TABLE, rows="agreed", staged=given, source="contracts"))
    put_versions(run_id, columns, wishes=wishes, now=now)
    trial = "and not coalesce(i.is_trial, false)" if "is_trial" in columns else ""
    make(
        "bought",
        "select k.customer_id, min(i.first_day) as since from contracts i join customers_contract k "
        f"on k.number = i.contract where i.first_day <= %s {trial} group by 1",
        [local_day(now)],
    )
    become_customers(because=f"import {run_id}", now=now)
    tell_history(columns, now=now)
    if "ends_on" in columns:
        tell_ends(run_id, today=local_day(now), now=now)
    return elsewhere


def _put_customers(run_id: int, columns: Mapping[str, str], now: datetime) -> None:
    """Whom a contract names is a customer."""
    table = "customers_customer"
    name = "coalesce(max(i.name), '')" if "name" in columns else "''"
    run(
        f"insert into {table} (number, kept_by, created_at, imported_by_id, is_person, name, {', '.join(BLANK)}) "
        f"select i.number, 'import', %s, {run_id}, false, {name}, {', '.join(repr('') for _ in BLANK)} "
        f"from contract_lines i where not exists (select 1 from {table} c where c.number = i.number) group by i.number",
        [now],
    )


def _put_products(run_id: int, columns: Mapping[str, str]) -> None:
    if "product" in columns:
        run(
            f"insert into customers_product (code, name, imported_by_id) select distinct i.product, '', {run_id} "
            "from contract_lines i where i.product is not null and not exists "
            "(select 1 from customers_product p where p.code = i.product)"
        )


def _place(columns: Mapping[str, str]) -> int:
    """The temp table `contracts`: the lines with the customer and the product they mean.

    A contract that is somebody else's already is rejected; returns how many lines that were.
    """
    product, sold = "cast(null as bigint)", ""
    if "product" in columns:
        product, sold = "p.id", "left join customers_product p on p.code = i.product"
    make(
        "contracts",
        f"select i.*, coalesce(c.merged_into_id, c.id) as customer_id, {product} as product_id from contract_lines i "
        f"join customers_customer c on c.number = i.number {sold}",
    )
    run("drop table contract_lines")
    if one("select exists (select 1 from customers_customer where merged_into_id is not null)"):
        follow = "from customers_customer c where c.id = contracts.customer_id and c.merged_into_id is not null"
        while run(f"update contracts set customer_id = c.merged_into_id {follow}"):
            pass
    run(
        "insert into unresolved select i.file, i.line, 'contract', i.contract, 'known_elsewhere' from contracts i "
        f"join {TABLE} k on k.number = i.contract where k.customer_id <> i.customer_id union "
        "select i.file, i.line, 'contract', i.contract, 'known_elsewhere' from contracts i join contracts o "
        "on o.contract = i.contract and o.is_lead and o.customer_id <> i.customer_id where not i.is_lead"
    )
    elsewhere = one("select count(*) from unresolved")
    if elsewhere:
        told = "select 1 from unresolved u where u.file = contracts.file and u.line = contracts.line"
        run(f"delete from contracts where exists ({told})")
    return elsewhere


def _create(run_id: int, columns: Mapping[str, str], now: datetime) -> None:
    defaults = {
        "term_months": "0", "renewal_months": "0", "notice": "0", "notice_unit": "'months'", "notice_until": "'term'",
        "is_trial": "false",
    }  # fmt: skip
    values = {
        key: (f"coalesce(i.{key}, {defaults[key]})" if key in defaults else f"i.{key}") if key in columns
        else defaults.get(key, "null")
        for key in TERMS
    }  # fmt: skip
    run(
        f"insert into {TABLE} (number, customer_id, starts_on, created_at, imported_by_id, term_ends_on, notice_by, "
        f"{', '.join(values)}) select i.contract, i.customer_id, i.first_day, %s, {run_id}, i.term_ends_on, "
        f"i.notice_by, "
        f"{', '.join(values.values())} from contracts i where i.is_lead and not exists "
        f"(select 1 from {TABLE} k where k.number = i.contract)",
        [now],
    )
