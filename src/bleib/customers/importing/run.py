"""One import from the files to the tables: all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from bleib.audit.api import record
from bleib.customers.importing import rejects
from bleib.customers.importing.contacts import put_contacts
from bleib.customers.importing.contract_lines import stage_contracts
from bleib.customers.importing.contracts import put_contracts
from bleib.customers.importing.customers import put_customers
from bleib.customers.importing.load import create, load, one, rows_of
from bleib.customers.importing.opening import open_tables
from bleib.customers.importing.own_fields import stage_own
from bleib.customers.importing.own_values import put_own
from bleib.customers.importing.people import stage_people, texts_of
from bleib.customers.importing.plan import Kind, TablePlan, Wishes
from bleib.customers.importing.products import put_products, stage_products
from bleib.customers.importing.rejects import Reject
from bleib.customers.importing.texts import own_cells, type_table
from bleib.customers.models import CustomerImport
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading, Step, unwatched
from bleib.history.sources.tables import TableReader
from bleib.kernel.crash import point
from bleib.kernel.errors import BleibError
from bleib.kernel.scratch import scratch_folder
from bleib.worker.api import lease

if TYPE_CHECKING:
    from bleib.accounts.models import User

SAMPLE = 10
Typed = list[tuple[int, TablePlan, str]]


@dataclass(frozen=True)
class Imported:
    """What came of it. `counts`: read = created + updated + unchanged + rejected, and `left_out` cells besides.

    `changes` is a sample: table, number or name, column, before, after. `run` None: a dry run, nothing was kept.
    """

    run: CustomerImport | None
    counts: dict[str, int]
    plans: Sequence[TablePlan]
    changes: Sequence[tuple[str, str, str, str | None, str | None]] = ()
    created: Sequence[str] = ()
    rejects: Sequence[Reject] = field(default=(), repr=False)


def unnoted(run: CustomerImport) -> None:
    """Nobody has to remember that it is done."""


def import_customers(
    files: Sequence[str],
    *,
    wishes: Wishes,
    now: datetime,
    actor: User | None = None,
    dry_run: bool = False,
    lang: str = "en",
    watch: Step = unwatched,
    note: Callable[[CustomerImport], None] = unnoted,
) -> Imported:
    """Read files with customers, contacts, contracts or products. Raises BleibError where nothing was usable.

    All or nothing, and the same files again change nothing. `watch` hears of each table and, as "", of the writing;
    `note` is called in the transaction, so that whoever is killed after it knows that it is done.
    """
    with Reading(ReadOptions(time_zone=settings.TIME_ZONE), now=now) as reading, scratch_folder() as folder:
        work = Work(reading.connection, Path(folder), wishes=wishes, now=now)
        work.read(files, watch)
        watch("")
        with lease("customers", doing="Importing customers"):
            rejects.drop_strays(settings.HOME)
            work.stage()
            try:
                with transaction.atomic():
                    result = work.write(_label(files), actor=actor, lang=lang, dry_run=dry_run)
                    if result.run is not None:
                        note(result.run)
                    transaction.set_rollback(dry_run)
            except BaseException:
                rejects.drop_strays(settings.HOME)
                raise
    return result


def _label(files: Sequence[str]) -> str:
    names = [Path(each).name for each in files]
    return ", ".join(names[:3]) + (f" (+{len(names) - 3})" if len(names) > 3 else "")


class Work:
    """The steps of one import, in the order they are called."""

    def __init__(self, connection: Any, scratch: Path, *, wishes: Wishes, now: datetime) -> None:
        self._connection = connection
        self._scratch = scratch
        self._wishes = wishes
        self._now = now
        self._typed: dict[Kind, Typed] = {}
        self._columns: dict[Kind, dict[str, str]] = {}
        self._own: dict[str, str] = {}  # columns of the company's own fields
        self.plans: list[TablePlan] = []

    def read(self, files: Sequence[str], watch: Step = unwatched) -> None:
        """From files to typed lines in DuckDB; nothing is written yet."""
        reader = TableReader(self._connection, self._scratch)
        self.plans = open_tables(reader, self._connection, files, scratch=self._scratch, wishes=self._wishes)
        for number, plan in enumerate(self.plans):
            watch(plan.table.name)
            if plan.kind is Kind.POSTINGS:
                raise BleibError(
                    f"{plan.table.name}: these are DATEV postings, which are revenue and no customers. "
                    "Read them with `bleib customers postings`."
                )
            cleared = frozenset(texts_of(plan.says)) if self._wishes.clear else frozenset()
            table = type_table(self._connection, plan, number, time_zone=settings.TIME_ZONE, cleared=cleared)
            self._typed.setdefault(plan.kind, []).append((number, plan, table))
        self._read = sum(self._rows(plan) for plan in self.plans)

    def stage(self) -> None:
        """Typed lines to tables in DuckDB. Under the lease: who is erased from now on is looked for after it."""
        if people := self._typed.get(Kind.CUSTOMERS):
            self._columns[Kind.CUSTOMERS] = stage_people(
                self._connection, people, wishes=self._wishes, time_zone=settings.TIME_ZONE
            )
            if cells := own_cells(people, settings.TIME_ZONE):
                self._own = stage_own(self._connection, cells)
        if products := self._typed.get(Kind.PRODUCTS):
            self._columns[Kind.PRODUCTS] = stage_products(self._connection, products)
        if contracts := self._typed.get(Kind.CONTRACTS):
            self._columns[Kind.CONTRACTS] = stage_contracts(self._connection, contracts, now=self._now)

    def write(self, label: str, *, actor: User | None, lang: str, dry_run: bool) -> Imported:
        """Into the tables, in the caller's transaction."""
        create("outcome", {"ord": "bigint", "what": "text"})
        create("unresolved", {"file": "integer", "line": "bigint", "key": "text", "value": "text", "reason": "text"})
        options = {"preset": self._wishes.preset, "columns": dict(self._wishes.columns), "update": self._wishes.update}
        run = CustomerImport.objects.create(label=label, options=options, done_at=self._now, done_by=actor)
        counts = Counter(read=self._read)
        for kind in (Kind.PRODUCTS, Kind.CUSTOMERS, Kind.CONTRACTS):
            if kind in self._columns:
                counts += self._put(kind, run.pk)
        point("customers.put")
        found = rejects.find(self._connection, self.plans)
        counts["rejected"] = one_of(
            self._connection, "SELECT count(*) FROM (SELECT DISTINCT file, line FROM rejected WHERE whole)"
        )
        counts["left_out"] = sum(not each.whole for each in found)
        self._check(counts, found, lang)
        run.counts = {
            name: counts[name] for name in ("read", "created", "updated", "unchanged", "rejected", "left_out")
        }
        if found and not dry_run:
            run.rejects = rejects.save(settings.HOME, run.pk, found, lang=lang)
        run.save()
        point("customers.counted")
        told = {name: count for name, count in run.counts.items() if count}
        record(actor=actor, verb="customers.imported", subject=run, after=told, now=self._now)
        return Imported(
            run=None if dry_run else run,
            counts=run.counts,
            plans=self.plans,
            changes=_changes(run.pk),
            created=[row[0] for row in rows_of(_CREATED, [run.pk])],
            rejects=found,
        )

    def _put(self, kind: Kind, run_id: int) -> Counter[str]:
        """One kind's lines; how many of them were created, updated, unchanged."""
        name, columns = {Kind.CUSTOMERS: "people"}.get(kind, kind.value), self._columns[kind]
        load(self._connection, name, name=name, columns=columns, scratch=self._scratch)
        lines = one(f"select count(*) from {name}")
        rows_of("delete from outcome returning ord")
        if kind is Kind.PRODUCTS:
            put_products(run_id, columns, wishes=self._wishes)
        elif kind is Kind.CONTRACTS:
            lines -= put_contracts(run_id, columns, wishes=self._wishes, now=self._now)
        else:
            put_customers(run_id, columns, wishes=self._wishes, now=self._now)
            if self._own:
                load(self._connection, "own", name="own", columns=self._own, scratch=self._scratch)
                put_own(run_id, update=self._wishes.update)
            put_contacts(run_id, columns, wishes=self._wishes, now=self._now)
        self._fetch_unresolved()
        [(created, touched)] = rows_of(
            "select count(distinct case when what = 'created' then ord end), count(distinct ord) from outcome"
        )
        return Counter(created=created, updated=touched - created, unchanged=lines - touched)

    def _fetch_unresolved(self) -> None:
        """What only the database could tell goes to the other rejects."""
        for file, line, key, value, code in rows_of("delete from unresolved returning file, line, key, value, reason"):
            self._connection.execute(
                "INSERT INTO rejected VALUES (?, ?, ?, ?, ?, ?)",
                [file, line, key, (value or "")[:200], code, code in WHOLE],
            )

    def _rows(self, plan: TablePlan) -> int:
        return one_of(self._connection, f"SELECT count(*) FROM {plan.table.relation}") + len(plan.table.problems)

    def _check(self, counts: Counter[str], found: Sequence[Reject], lang: str) -> None:
        """Raises BleibError where no line at all was usable."""
        if counts["read"] and counts["rejected"] == counts["read"]:
            first = next(each for each in found if each.whole)
            raise BleibError(
                f"None of the {counts['read']:,} lines could be used. The first one: {first.file}, line {first.line}, "
                f"column '{first.column}', value '{first.value}': {first.sentence(lang)}"
            )
        whole = counts["created"] + counts["updated"] + counts["unchanged"] + counts["rejected"]
        assert whole == counts["read"], f"{whole} of {counts['read']} lines are accounted for"


WHOLE = rejects.WHOLE_LINE
_CREATED = "select number from customers_customer where imported_by_id = %s order by id limit 5"


def one_of(connection: Any, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])


def _changes(run_id: int) -> list[tuple[str, str, str, str | None, str | None]]:
    return [
        (str(table), str(number or row), str(column), before, after)
        for table, number, row, column, before, after in rows_of(
            'select o."table", c.number, o."row", o."column", o.before, o.after from customers_overwritten o '
            "left join customers_customer c on c.id = o.customer_id where o.of_id = %s order by o.id limit 10",
            [run_id],
        )
    ]
