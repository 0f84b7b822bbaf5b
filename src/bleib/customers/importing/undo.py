"""Undoing an import: values get back what stood there, rows that came go - unless somebody worked on them since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import connection, transaction

from bleib.audit.api import record
from bleib.customers.importing.contract_ends import take_back_ends
from bleib.customers.importing.contract_history import take_back
from bleib.customers.importing.left import (
    EDITED,
    IMPORTED,
    KNOWN_OTHERWISE,
    MORE_VERSIONS,
    TABLES,
    Left,
    changed_since,
    named_by,
)
from bleib.customers.importing.load import create, make, one, rows_of, run
from bleib.customers.importing.own_values import take_back_own
from bleib.customers.models import Contact, Contract, Customer, CustomerImport, Product
from bleib.kernel.errors import BleibError
from bleib.kernel.told import Told
from bleib.worker.api import lease

if TYPE_CHECKING:
    from django.db.models import Field, Model

    from bleib.accounts.models import User

WAIT = {False: 600.0, True: 5.0}  # seconds; who only asks does not wait for another import
# What goes with a customer and does not keep it; everything else that names it does.
GO_ALONG = ("customers_standing", "customers_suggestion", "customers_overwritten", "customers_customer",
            "customers_customer_tags")  # fmt: skip


@dataclass(frozen=True)
class Undone:
    """`restored` values, `removed` rows, and what was `left` because somebody changed it since (`left.shown`)."""

    restored: int
    removed: int
    left: Sequence[Left]


def undo_import(number: int, *, now: datetime, actor: User | None = None, dry_run: bool = False) -> Undone:
    """Raises BleibError where there is no such import, or where it is undone already. `dry_run` changes nothing."""
    with lease("customers", doing="Undoing an import of customers", wait=WAIT[dry_run]), transaction.atomic():
        found = CustomerImport.objects.select_for_update().filter(pk=number).first()
        if found is None:
            raise BleibError(f"There is no import of customers {number}. `bleib customers imports` lists them.")
        if found.undone_at is not None:
            raise BleibError(f"The import of customers {number} is undone already.")
        undone = _undo(found, now)
        found.undone_at, found.undone_by = now, actor
        found.save()
        told = {"restored": undone.restored, "removed": undone.removed, "left": len(undone.left)}
        record(actor=actor, verb="customers.import_undone", subject=found, after=told, now=now)
        transaction.set_rollback(dry_run)
    if found.rejects and not dry_run:
        (settings.HOME / found.rejects).unlink(missing_ok=True)
    return undone


def _undo(found: CustomerImport, now: datetime) -> Undone:
    left: list[Left] = []
    restored = sum(_restore(found.pk, table, column, left=left) for table, column in _overwritten(found.pk))
    restored += take_back_own(found.pk, left)
    take_back_ends(found.pk, now=now)
    removed = _unhang(found.pk)
    removed += _remove_contracts(found, now, left)
    removed += _remove(
        "contact", found, left, keeps=_dependents(Contact, ("customers_contactrole", "customers_overwritten"))
    )
    _restand(found.pk)
    removed += _remove("customer", found, left, keeps=keepers_of_customers() + _bought(found.pk))
    removed += _remove("product", found, left, keeps=_dependents(Product, ()))
    return Undone(restored, removed, left)


def _overwritten(run_id: int) -> list[tuple[str, str]]:
    pairs = rows_of(
        'select distinct "table", "column" from customers_overwritten where of_id = %s order by 1, 2', [run_id]
    )
    return [(table, column) for table, column in pairs if table in TABLES]


def _restore(run_id: int, table: str, column: str, *, left: list[Left]) -> int:
    """One column of one table; what is another value by now is left."""
    model = TABLES[table]
    name = model._meta.db_table
    mine = f"of_id = {run_id} and \"table\" = '{table}' and \"column\" = '{column}'"
    stands = f"cast({name}.{column} as text) is not distinct from o.after"
    for row, value in rows_of(
        f'select o."row", cast({name}.{column} as text) from customers_overwritten o join {name} on {name}.id = '
        f'o."row" '
        f"where {mine} and not ({stands}) order by 1"
    ):
        left.append(changed_since(column, table, row, value=value))
    if table == "version":
        return _restore_versions(mine, stands)
    back = f"cast(o.before as {_type(model, column)})"
    return run(
        f'update {name} set {column} = {back} from customers_overwritten o where {mine} and {name}.id = o."row" '
        f"and {stands}"
    )


def _restore_versions(mine: str, stands: str) -> int:
    table = "customers_contractversion"
    came = run(
        f'delete from {table} where exists (select 1 from customers_overwritten o where {mine} and o."row" = '
        f"{table}.id "
        f"and o.before is null and {stands})"
    )
    return came + run(
        f"update {table} set amount_per_month = cast(o.before as numeric) from customers_overwritten o "
        f'where {mine} and {table}.id = o."row" and o.before is not null and {stands}'
    )


def _type(model: type[Model], column: str) -> str:
    field: Field = next(each for each in model._meta.fields if each.column == column)
    return str(field.db_type(connection)).split("(")[0] if connection.vendor == "postgresql" else _affinity(field)


def _affinity(field: Field) -> str:
    kind = str(field.db_type(connection))
    return "integer" if kind.startswith(("bigint", "integer", "bool")) else "text"


def _unhang(run_id: int) -> int:
    """Tags and roles that came with the import."""
    came = f"select 1 from customers_overwritten o where o.of_id = {run_id}"
    return run(
        f"delete from customers_customer_tags where exists ({came} and o.\"table\" = 'tag' "
        'and o."row" = customer_id and o."column" = cast(tag_id as text))'
    ) + run(
        f"delete from customers_contactrole where exists ({came} and o.\"table\" = 'role' "
        'and o."row" = contact_id and o."column" = part)'
    )


def _remove_contracts(found: CustomerImport, now: datetime, left: list[Left]) -> int:
    """Contracts with their versions; what they told the history is taken back."""
    instant = _literal(found.done_at)
    others = f"select 1 from customers_contractversion v where v.contract_id = t.id and v.recorded_at <> {instant}"
    keeps = [
        (MORE_VERSIONS, f"exists ({others})"),
        *_dependents(Contract, ("customers_contractversion",)),
    ]
    _leaving("contract", found, left=left, keeps=keeps)
    take_back(now=now)
    run("delete from customers_contractversion where contract_id in (select id from leaving)")
    return run("delete from customers_contract where id in (select id from leaving)")


def _remove(table: str, found: CustomerImport, left: list[Left], *, keeps: list[tuple[Told, str]]) -> int:
    if not _leaving(table, found, left=left, keeps=keeps):
        return 0
    if table == "contact":
        run("delete from customers_contactrole where contact_id in (select id from leaving)")
        run("delete from customers_overwritten where contact_id in (select id from leaving)")
    if table == "customer":
        for column in ("parent_id", "referred_by_id"):
            run(f"update customers_customer set {column} = null where {column} in (select id from leaving)")
        for other in ("customers_standing", "customers_customer_tags", "customers_overwritten", *derived_tables()):
            run(f"delete from {other} where customer_id in (select id from leaving)")
        run(
            "delete from customers_suggestion where first_id in (select id from leaving) or second_id in "
            "(select id from leaving)"
        )
    return run(f"delete from {TABLES[table]._meta.db_table} where id in (select id from leaving)")


def _leaving(table: str, found: CustomerImport, *, left: list[Left], keeps: list[tuple[Told, str]]) -> int:
    """The temp table `leaving`: ids of the rows that came with the import and that nobody needs."""
    name = TABLES[table]._meta.db_table
    later = f'select o."row" from customers_overwritten o where o."table" = \'{table}\' and o.of_id > {found.pk}'
    reasons = [
        (EDITED, "t.edited_at is not null"),
        (IMPORTED, f"t.id in ({later})"),
        *keeps,
    ]
    make("leaving", f"select id from {name} where imported_by_id = {found.pk}")
    create("staying", {"id": "bigint", "reason": "integer"})
    for number, (_, test) in enumerate(reasons):
        run(f"insert into staying select t.id, {number} from {name} t join leaving l on l.id = t.id where {test}")
    for row, reason in rows_of("select id, min(reason) from staying group by id order by id"):
        left.append(Left(table, row, reasons[reason][0]))
    run("delete from leaving where id in (select id from staying)")
    return one("select count(*) from leaving")


def keepers_of_customers() -> list[tuple[Told, str]]:
    """Why a customer `t` cannot simply go: what names it, and a test in SQL for each."""
    return _dependents(Customer, (*GO_ALONG, *derived_tables()))


def derived_tables() -> list[str]:
    """Tables of rooms above that say `derived_from_customer`: keyed by `customer_id`, and they go with the customer."""
    related = (cast("type[Model]", relation.related_model) for relation in Customer._meta.related_objects)
    return [each._meta.db_table for each in related if getattr(each, "derived_from_customer", False)]


def _dependents(model: type[Model], along: Sequence[str]) -> list[tuple[Told, str]]:
    """Everything that names a row and would be lost or orphaned with it."""
    found = []
    for relation in model._meta.related_objects:
        other = cast("type[Model]", relation.related_model)
        table = other._meta.db_table
        if not relation.many_to_many and table not in along:
            test = f"exists (select 1 from {table} r where r.{relation.field.column} = t.id)"
            found.append((named_by(other), test))
    return found


def _bought(run_id: int) -> list[tuple[Told, str]]:
    others = f"s.because <> 'import {run_id}' and s.because not like 'undo %%'"
    stood = f"select 1 from customers_standing s where s.customer_id = t.id and {others}"
    return [(KNOWN_OTHERWISE, f"t.merged_into_id is not null or exists ({stood})")]


def _restand(run_id: int) -> None:
    """Standings of the import go; what was before is so again."""
    make("unstanding", f"select distinct customer_id from customers_standing where because = 'import {run_id}'")
    run(f"delete from customers_standing where because = 'import {run_id}'")
    run(
        "update customers_standing set until = null where until is not null and customer_id in "
        "(select customer_id from unstanding) and since = (select max(s.since) from customers_standing s "
        "where s.customer_id = customers_standing.customer_id) and not exists (select 1 from customers_standing o "
        "where o.customer_id = customers_standing.customer_id and o.until is null)"
    )
    run(
        "insert into customers_standing (customer_id, kind, since, because) select u.customer_id, 'prospect', "
        "c.created_at, "
        f"'undo {run_id}' from unstanding u join customers_customer c on c.id = u.customer_id "
        "where not exists (select 1 from customers_standing s where s.customer_id = u.customer_id)"
    )


def _literal(instant: datetime) -> str:
    return f"'{connection.ops.adapt_datetimefield_value(instant)}'"
