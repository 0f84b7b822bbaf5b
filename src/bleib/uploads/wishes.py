"""How files are to be read, as it is kept with an upload: what the command line knows as options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from bleib.customers.api import Kind
from bleib.customers.api import Wishes as CustomerWishes
from bleib.history.sources.options import DateOrder, ReadOptions


@dataclass(frozen=True)
class Wishes:
    """`columns`: key to heading, '' takes the key away. Empty texts leave it to Bleib.

    `kind`, `dates`, `preset` for all files; system, source column, currency, time zone and codes that are no goods for
    orders and what else happened; `match`, `update` and `clear` for customers.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    preset: str = ""
    dates: str = ""
    system: str = "files"
    source_column: str = ""
    currency: str = ""
    time_zone: str = ""
    non_goods: tuple[str, ...] = ()
    match: str = "mail"
    update: bool = True
    clear: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Wishes:
        """What a row holds; words of another version are left out."""
        known = {each.name for each in fields(cls)}
        told = {name: value for name, value in kept.items() if name in known}
        return cls(**told | {"non_goods": tuple(told.get("non_goods", ()))})

    def kept(self) -> dict[str, Any]:
        return asdict(self) | {"columns": dict(self.columns), "non_goods": list(self.non_goods)}

    def options(self, *, zone: str) -> ReadOptions:
        """For orders and what else happened; `zone` is the installation's."""
        return ReadOptions(
            columns=self.columns,
            system=self.system or "files",
            source_column=self.source_column or None,
            currency=self.currency or None,
            time_zone=self.time_zone or zone,
            date_order=self.date_order,
            non_goods=self.non_goods,
        )

    def of_customers(self) -> CustomerWishes:
        """For customers, contacts, products and contracts that are looked after here."""
        return CustomerWishes(
            columns=self.columns,
            preset=self.preset or None,
            kind=Kind(self.kind) if self.kind else None,
            date_order=self.date_order,
            update=self.update,
            clear=self.clear,
            match=(self.match or "mail",),
        )

    @property
    def date_order(self) -> DateOrder | None:
        return DateOrder(self.dates) if self.dates else None
