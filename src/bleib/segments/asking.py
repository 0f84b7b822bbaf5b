"""Rules of segments as a query over an engine that knows these customers: who meets which, and when that may change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from bleib.customers.attributes import Rows, attributes
from bleib.customers.grouping import product_groups
from bleib.history.dialect import render
from bleib.history.engine import DuckDBEngine
from bleib.history.models import Setting
from bleib.history.past_home import past_of_home
from bleib.outlook.api import SCHEMA as OUTLOOK_SCHEMA
from bleib.outlook.api import as_arrow
from bleib.rules.conditions import FieldCondition, Rule
from bleib.rules.evaluating import query
from bleib.rules.own_groups import RANKS, ranks_sql
from bleib.rules.vocabulary import ATTRIBUTES, OUTLOOK
from bleib.segments.models import Subject
from bleib.segments.vocabulary import attributes_of

HORIZON = 90  # days of features that look ahead
RANK = "rank"
KEPT_RANKS = "segments ranks by revenue"
RANKS_SCHEMA = pa.schema([("share", pa.float64()), ("least", pa.float64())])
ROWS = {
    Subject.CUSTOMER: Rows(keys={"customer_id": "c.id"}),
    Subject.CONTACT: Rows(
        "customers_customer c join customers_contact p on p.customer_id = c.id and p.left_on is null",
        {"customer_id": "c.id", "contact_id": "p.id"},
    ),
}
Rules = Mapping[str, Rule]


@dataclass(frozen=True)
class Asking:
    """An engine with the history of these customers (None: everybody), and the last day that counts.

    `keeps`: ranks that are found among everybody count from now on, for those who are looked at alone.
    `drawn`: these were drawn by chance, so that ranks among them are those among everybody.
    """

    engine: DuckDBEngine
    as_of: date
    numbers: Collection[str] | None
    keeps: bool = False
    drawn: bool = False

    def who(self, rules: Rules, subject: str, *, into: str, more: Collection[str] = ()) -> None:
        """Make the engine's table `into`: customer, customer_id, (contact_id,) and what `rules.evaluate` gives.

        The table `attributes` holds the record with the fields that were asked for, and `more` of them.
        """
        names = {*fields_of(rules), *more}
        known = attributes_of(subject)
        state = attributes(names, numbers=self.numbers, former=True, more=known, rows=ROWS[Subject(subject)])
        self.engine.give(ATTRIBUTES, state)
        sources = sources_of(rules.values())
        self.engine.give("outlook", as_arrow(self.numbers) if OUTLOOK in sources else OUTLOOK_SCHEMA.empty_table())
        if RANK in sources:
            self.engine.give(RANKS, self._ranks())
        text = _query(tuple(rules.items()), ("customer", *ROWS[Subject(subject)].keys), self.as_of)
        self.engine.connection.execute(f"create or replace temp table {into} as {text}")

    def _ranks(self) -> pa.Table:
        """Anew where everybody is looked at, or some who stand for everybody; else as it was then."""
        if self.numbers is not None and not self.drawn:
            return pa.Table.from_pylist(Setting.read(KEPT_RANKS, []), schema=RANKS_SCHEMA)
        found = self.engine.run(ranks_sql(self.as_of)).cast(RANKS_SCHEMA)
        if self.keeps:
            Setting.write(KEPT_RANKS, found.to_pylist())
        return found


@contextmanager
def opened(
    numbers: Collection[str] | None, *, now: datetime, keeps: bool = False, drawn: bool = False
) -> Iterator[Asking]:
    """The history as it is now, of the customers of these numbers or of everybody. See Asking."""
    today = timezone.localtime(now).date()
    wanted = None if numbers is None else pa.table({"customer": pa.array(sorted(numbers), pa.string())})
    with past_of_home(settings.HOME, now=now, customers=wanted, groups=product_groups()) as past:
        yield Asking(past.at(today + timedelta(days=1)), today, numbers, keeps, drawn)  # all that is known now


def sources_of(rules: Collection[Rule]) -> set[str]:
    """Where the fields stand that the rules ask for."""
    return {leaf.field.source for rule in rules for leaf in rule.leaves if isinstance(leaf, FieldCondition)}


def fields_of(rules: Rules) -> set[str]:
    """Fields of the record, and those that say since when they are what they are."""
    leaves = (leaf for rule in rules.values() for leaf in rule.leaves if isinstance(leaf, FieldCondition))
    asked = [leaf.field for leaf in leaves if leaf.field.source == ATTRIBUTES]
    return {name for field in asked for name in (field.name, field.since) if name}


@lru_cache(maxsize=8)
def _query(rules: tuple[tuple[str, Rule], ...], keys: tuple[str, ...], as_of: date) -> str:
    """The text of one query, which takes longer to write than to run for a few customers."""
    return render(query(dict(rules), as_of=as_of, horizon=HORIZON, keys=keys), "duckdb")
