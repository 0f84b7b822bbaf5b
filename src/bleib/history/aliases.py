"""Merged customers: alias rows, resolved wherever facts are summed up. No fact is rewritten.

Instants of changes rise and become known in their order, so "everything up to here" is one instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import duckdb
import pyarrow as pa
from django.db import transaction

from bleib.history import touched
from bleib.history.models import Alias, Change
from bleib.history.models.change import ChangeKind
from bleib.history.models.setting import next_instant
from bleib.history.publishing import publish
from bleib.kernel.errors import BleibError

SCHEMA = pa.schema([("customer", pa.string()), ("final", pa.string())])


@dataclass(frozen=True)
class Aliases:
    """All aliases at one instant. `into`: those in force; `changed`: when the alias of a number changed last."""

    into: Mapping[str, str]
    changed: Mapping[str, datetime]

    @classmethod
    def now(cls) -> Aliases:
        rows = Alias.objects.order_by("changed_at").values_list("customer", "into", "removed_at", "changed_at")
        into, changed = {}, {}
        for customer, target, removed_at, changed_at in rows:
            changed[customer] = changed_at
            if removed_at is None:
                into[customer] = target
        return cls(into, changed)

    @cached_property
    def final(self) -> dict[str, str]:
        """The number that a number counts as in the end."""
        return {number: [*self._way(number)][-1] for number in self.into}

    @property
    def newest(self) -> str:
        """The instant of the last change, as text that sorts like the instant; empty before the first."""
        return max(self.changed.values()).isoformat(timespec="microseconds") if self.changed else ""

    def affected_since(self, newest: str) -> set[str]:
        """Numbers that may count as another one since then: those that changed, and those that lead to them."""
        later = {each for each, at in self.changed.items() if at.isoformat(timespec="microseconds") > newest}
        return later | self.leading_to(later) if later else later

    def leading_to(self, numbers: Iterable[str]) -> set[str]:
        """Numbers that count as one of these on their way."""
        wanted = set(numbers)
        return {number for number in self.into if wanted.intersection(self._way(number))}

    def resolve(self, select: str) -> str:
        """The SELECT with `customer` as it counts. Needs the table of `register`."""
        if not self.into:
            return select
        return (
            "select line.* replace (coalesce(alias.final, line.customer) as customer) "
            f"from ({select}) as line left join aliases as alias on alias.customer = line.customer"
        )

    def register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Create the temp table `aliases`: customer, final."""
        table = pa.table([list(self.final), list(self.final.values())], schema=SCHEMA)
        connection.register("aliases_arrow", table)
        connection.execute("create or replace temp table aliases as from aliases_arrow")
        connection.unregister("aliases_arrow")

    def _way(self, number: str) -> Iterator[str]:
        while number in self.into:
            number = self.into[number]
            yield number


def add_alias(customer: str, into: str, *, now: datetime) -> Change:
    """From now on the facts of `customer` count as facts of `into`; both are told to the feed.

    Raises BleibError where `customer` is merged already, or `into` counts as `customer`.
    """
    with transaction.atomic():
        instant = next_instant(now)  # others who merge wait here
        known = Aliases.now()
        if customer in known.into:
            raise BleibError(f"{customer} is merged into {known.into[customer]} already.")
        if customer == into or known.final.get(into) == customer:
            raise BleibError(f"{into} counts as {customer}: they cannot be merged the other way round as well.")
        Alias.objects.create(customer=customer, into=into, added_at=now, changed_at=instant)
        return _publish({customer, into, *known.leading_to([customer])}, instant)


def remove_alias(customer: str, *, now: datetime) -> Change:
    """The facts of `customer` are its own again. Raises BleibError where it is not merged."""
    with transaction.atomic():
        instant = next_instant(now)
        known = Aliases.now()
        if customer not in known.into:
            raise BleibError(f"{customer} is not merged into another customer.")
        Alias.objects.in_force().filter(customer=customer).update(removed_at=now, changed_at=instant)
        return _publish({customer, known.final[customer], *known.leading_to([customer])}, instant)


def _publish(customers: set[str], instant: datetime) -> Change:
    """From which day is not known here: the lake is not read inside a transaction."""
    table = pa.table([sorted(customers), [None] * len(customers)], schema=touched.TOUCHED)
    return publish(ChangeKind.MERGE, recorded_at=instant, touched=touched.packed(table), lake_version=None)
