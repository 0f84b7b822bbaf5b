"""Reading files about things that are no orders: from what the user named to staged facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import duckdb
import pyarrow as pa

from bleib.history.book import SourceNote
from bleib.history.counts import Counts
from bleib.history.events import identity
from bleib.history.events.kinds import EventKind
from bleib.history.events.plan import EventPlan, plan_events
from bleib.history.events.rejects import find
from bleib.history.events.remarks import on_rows, on_told
from bleib.history.events.rows import REJECTS, rejects_sql, rows_sql
from bleib.history.sources.cleaning import cleaned_sql
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.plan import Role
from bleib.history.sources.reading import Desk, Reading, damaged
from bleib.history.sources.rejects import Reject
from bleib.history.sources.tables import RawTable, numbers_hold
from bleib.kernel.told import Told

EVENTS = "events"  # what a table of them is used for
# `told` under the names that `_one_currency` asks for.
PARSED = """
CREATE TEMP VIEW parsed AS SELECT file, ref AS "order", currency, CAST(NULL AS VARCHAR) AS verdict FROM told
"""
FOLDED = "regexp_replace(lower({}), '[\\s_./-]+', '', 'g')"
SPELLED = f"""
UPDATE told SET product = listed.product
FROM (
    SELECT {FOLDED.format("product")} AS folded, min(product) AS product
    FROM (SELECT {{product}} AS product FROM {{relation}}) GROUP BY 1 HAVING count(DISTINCT product) = 1
) AS listed
WHERE listed.folded = {FOLDED.format("told.product")} AND listed.product <> told.product
"""
CONTRACTS = pa.schema([("contract", pa.string()), ("customer", pa.string())])


Contracts = Callable[[], pa.Table]


def nothing_known() -> pa.Table:
    """Contracts of an installation that has none."""
    return CONTRACTS.empty_table()


class EventReading(Reading):
    """As `Reading`, for files of the kinds in `registry`. Every table has its own kind.

    `kind`: what the files are, where their headings do not say it. `contracts` is asked who has which contract, as far
    as that is known from before (columns of CONTRACTS), if rows name only a contract: they are its customer's.
    `counts` are those of facts: a row may tell several, such as that a case was opened and closed.
    """

    def __init__(
        self,
        options: ReadOptions,
        *,
        now: datetime,
        kind: str | None = None,
        contracts: Contracts = nothing_known,
        desk: Desk | None = None,
    ) -> None:
        super().__init__(options, now=now, desk=desk)
        self._kind = kind
        self._contracts = contracts
        self._events: list[EventPlan] = []

    def plan(self, tables: Sequence[RawTable]) -> None:
        """Decide what each table tells. Raises BleibError where none tells anything."""
        self._plan(plan_events(self.connection, tables, self.options, kind=self._kind))
        self.notes += [
            SourceNote(plan.table.name, 0, plan.role if plan.kind is None else EVENTS, plan.note)
            for plan in self._events
        ]

    def read(self) -> Counts:
        """Read every row, and stage what the sound ones tell. Raises BleibError where nothing at all was usable."""
        self.connection.execute(identity.TOLD + REJECTS)
        self._know_contracts()
        for number in sorted(self._telling(), key=self._contracts_first):
            self._step(self._events[number].table.name)
            self._read_rows(number)
            identity.tell(self.connection, self._kind_of(number), number, options=self.options, now=self._now)
        self._plan(self._events)
        self._spell_products()
        self.connection.execute(PARSED)
        self.currency = self._one_currency()
        identity.stage(self.connection, system=self.options.system, currency=self.currency)
        self._stage_names()
        self._note_rows()
        self.counts = self._counted()
        if not self.counts.accepted:
            raise self._nothing_accepted()
        return self.counts

    @property
    def events(self) -> list[EventPlan]:
        """What each table is for."""
        return self._events

    @property
    def has_amounts(self) -> bool:
        return self._one("SELECT count(*) FROM standing WHERE amount IS NOT NULL") > 0

    @property
    def asked(self) -> dict[str, object]:
        return {"kind": self._kind or "as the headings say"}

    def rejects(self, limit: int | None = None) -> list[Reject]:
        """Rejected rows, file by file."""
        return find(self.connection, self._events, limit)

    def _plan(self, plans: list[EventPlan]) -> None:
        self._events = plans
        self.plans = list(plans)

    def _telling(self) -> list[int]:
        return [number for number, plan in enumerate(self._events) if plan.kind is not None]

    def _kind_of(self, number: int) -> EventKind:
        kind = self._events[number].kind
        assert kind is not None
        return kind

    def _contracts_first(self, number: int) -> tuple[bool, int]:
        return self._kind_of(number).name != "contract", number

    def _know_contracts(self) -> None:
        columns = [plan.columns for plan in self._events if plan.kind is not None]
        if any("contract" in each and "customer" not in each for each in columns):
            self.connection.register("known_contracts", self._contracts())
            self.connection.execute("INSERT INTO contract_customers FROM known_contracts")
            self.connection.unregister("known_contracts")

    def _read_rows(self, number: int) -> None:
        """Read a table's rows, and where some are bad look again for where they stand."""
        plan = self._events[number]
        try:
            self.connection.execute(rows_sql(plan, number, options=self.options, now=self._now))
        except duckdb.Error as error:
            if not plan.table.fast:
                raise damaged(plan.table, error) from error
            self._read_rows_carefully(number)
            return
        if self._one(f"SELECT count(*) FROM rows_{number} WHERE verdict IS NOT NULL"):
            if plan.table.fast and not self._numbers_hold(number, plan.table):
                self._read_rows_carefully(number)
                return
            self.connection.execute(rejects_sql(plan, number, options=self.options, now=self._now))

    def _read_rows_carefully(self, number: int) -> None:
        plan = self._events[number]
        self._events[number] = replace(plan, table=self._reader.carefully(plan.table))
        self._read_rows(number)

    def _numbers_hold(self, number: int, table: RawTable) -> bool:
        return numbers_hold(table, self._one(f"SELECT count(*) FROM rows_{number}"))

    def _spell_products(self) -> None:
        """`GTXPro` is the `GTX Pro` of the list of products: blanks and punctuation make no other product."""
        for plan in self._events:
            product = plan.columns.column("product")
            if plan.role is Role.NAMES and "customer" not in plan.columns and product is not None:
                self.connection.execute(SPELLED.format(relation=plan.table.relation, product=f"trim(c{product})"))

    def _stage_names(self) -> None:
        """What those customers are called that something happened to, from the lists of customers."""
        self.connection.execute("CREATE TEMP TABLE listed (customer VARCHAR, name VARCHAR, country VARCHAR)")
        for plan in self._events:
            if plan.role is Role.NAMES and "customer" in plan.columns:
                indexes = [plan.columns.column(key) for key in ("customer", "name", "country")]
                texts = ["NULL" if n is None else cleaned_sql(f"nullif(trim(c{n}), '')") for n in indexes]
                self.connection.execute(f"INSERT INTO listed SELECT {', '.join(texts)} FROM {plan.table.relation}")
        self.connection.execute(
            "CREATE TEMP TABLE staged_names AS SELECT customer, any_value(name) AS name, any_value(country) AS country "
            "FROM listed SEMI JOIN standing USING (customer) GROUP BY 1"
        )

    def _note_rows(self) -> None:
        self.notes = [note for note in self.notes if note.role != EVENTS]
        for number in self._telling():
            plan = self._events[number]
            rows = self._one(f"SELECT count(*) FROM rows_{number}") + len(plan.table.problems)
            told = on_told(self.connection, number)
            left_out = on_rows(self.connection, number, plan)
            note = Told.joined(told, *left_out, plan.note)
            self.notes.append(SourceNote(plan.table.name, rows, EVENTS, note))

    def _counted(self) -> Counts:
        problems = sum(len(self._events[number].table.problems) for number in self._telling())
        bad = sum(self._one(f"SELECT count(*) FROM rows_{n} WHERE verdict IS NOT NULL") for n in self._telling())
        told, accepted = self._one("SELECT count(*) FROM told"), self._one("SELECT count(*) FROM standing")
        without = self._one("SELECT count(*) FROM standing WHERE customer IS NULL")
        rejected = problems + bad
        return Counts(told + rejected, accepted, told - accepted, rejected, without)
