"""What a table is for, which column says what, and how its dates and numbers are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bleib.customers.importing.datev import DatevHead
from bleib.customers.importing.keys import KEYS, Form, recognised
from bleib.customers.importing.own_fields import FORMS, Own, own_columns
from bleib.customers.importing.presets import Preset, find_preset
from bleib.history.sources.dates import DateStyle, date_style, families_of, order_of
from bleib.history.sources.numbers import decimal_mark, thousands_mark
from bleib.history.sources.options import AmbiguousDates, DateOrder
from bleib.history.sources.recognise import Sample, listed
from bleib.history.sources.tables import RawTable
from bleib.kernel.errors import BleibError

WHO = ("number", "name", "mail", "contact_mail")


class Kind(StrEnum):
    """What the lines of a table are."""

    CUSTOMERS = "customers"
    CONTRACTS = "contracts"
    PRODUCTS = "products"
    POSTINGS = "postings"


@dataclass(frozen=True)
class TablePlan:
    """One table: `columns` key to column, `above` lines of the file that were taken off before it was read.

    `marks` are decimal marks and `dates` the styles of the keys that need them.
    """

    table: RawTable
    kind: Kind
    preset: Preset
    columns: Mapping[str, int]
    above: int = 0
    datev: DatevHead | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, DateStyle] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    own: Own = field(default_factory=dict)

    @property
    def inside(self) -> dict[str, tuple[int, str]]:
        """Keys that stand in a column of JSON: its column and the member's name."""
        if self.preset.inside is None:
            return {}
        heading, members = self.preset.inside
        if heading not in self.table.columns:
            return {}
        index = self.table.columns.index(heading)
        return {key: (index, member) for key, member in members.items() if key not in self.columns}

    @property
    def says(self) -> set[str]:
        """The keys that this table can say."""
        return {*self.columns, *self.inside}

    def heading(self, key: str) -> str:
        """Where a key stands, for people."""
        if key in self.columns:
            return self.table.columns[self.columns[key]]
        if key in self.own:
            return self.table.columns[self.own[key][1]]
        return self.preset.inside[0] if key in self.inside and self.preset.inside else key


@dataclass(frozen=True)
class Wishes:
    """What the user said: `kind` and `preset` by name, `columns` key to heading, `date_order` of 01/02/2025.

    `update` False leaves what is known as it is; `clear` lets an empty cell empty a value. `match` says by what a
    customer without a number is found besides VAT id and name: mail, domain.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    kind: Kind | None = None
    date_order: DateOrder | None = None
    update: bool = True
    clear: bool = False
    match: tuple[str, ...] = ("mail",)


def plan_table(sample: Sample, table: RawTable, wishes: Wishes, *, datev: DatevHead | None) -> TablePlan:
    """Raises BleibError where the table says neither who nor what, and AmbiguousDates."""
    preset = find_preset(table.columns, wishes.preset)
    columns = recognised(table.columns, wishes.columns, preset.columns)
    kind = wishes.kind or kind_of(columns)
    if kind is None:
        raise BleibError(
            f"{table.name}: no column names a customer or a product. The columns are: {listed(table.columns)}. "
            "Say which one it is with --map KEY=COLUMN, for example --map number=COLUMN or --map name=COLUMN."
        )
    used = {key: index for key, index in columns.items() if key in KEYS_OF[kind]}
    own: Own = {}
    if kind is Kind.CUSTOMERS:
        own = own_columns(table.columns, columns, taken=tuple(used.values()), wanted=wishes.columns)
    taken = {*used.values(), *(index for _, index in own.values())}
    left = [name for n, name in enumerate(table.columns) if n not in taken and sample.values[n]]
    forms = {key: (KEYS[key].form.value, index) for key, index in used.items()}
    forms |= {key: (FORMS[each.kind], index) for key, (each, index) in own.items()}
    return TablePlan(
        table=table,
        kind=kind,
        preset=preset,
        columns=used,
        above=1 if datev else 0,
        datev=datev,
        marks={key: _mark(table, sample.values[n]) for key, (form, n) in forms.items() if form == Form.NUMBER},
        dates={
            key: _style(table, index, sample.values[index], order=wishes.date_order)
            for key, (form, index) in forms.items()
            if form == Form.DATE
        },
        unused=tuple(left),
        own=own,
    )


def kind_of(columns: Mapping[str, int]) -> Kind | None:
    """Contracts have a customer, a beginning and a worth; products a code and no customer."""
    who = any(key in columns for key in WHO)
    worth = any(key in columns for key in ("amount_per_month", "amount_per_year"))
    if who and "starts_on" in columns and worth:
        return Kind.CONTRACTS
    if "product" in columns and ("number" not in columns and "contact_mail" not in columns):
        return Kind.PRODUCTS
    return Kind.CUSTOMERS if who else None


_CUSTOMER = {key.name for key in KEYS.values() if key.table in ("customer", "contact")}
_CONTRACT = {key.name for key in KEYS.values() if key.table == "contract"} | {"number", "name", "product"}
KEYS_OF: dict[Kind, set[str]] = {
    Kind.CUSTOMERS: _CUSTOMER,
    Kind.CONTRACTS: _CONTRACT,
    Kind.PRODUCTS: {"product", "product_name", "product_group"},
    Kind.POSTINGS: set(),
}


def _mark(table: RawTable, values: Sequence[str]) -> str:
    default = "," if table.dialect is not None and table.dialect.delimiter in ";\t" else "."
    return decimal_mark(values) or thousands_mark(values) or default


def _style(table: RawTable, index: int, values: Sequence[str], *, order: DateOrder | None) -> DateStyle:
    families, _share = families_of(values[:500])
    if any(family.open for family in families) and order is None:
        order = _order(values)
        if order is None:
            raise AmbiguousDates(table.name, table.columns[index], values[0])
    return date_style(families, values, order)


def _order(values: Sequence[str]) -> DateOrder | None:
    parts = [
        (int(found[1]), int(found[2])) for value in values if (found := re.match(r"(\d{1,2})[/-](\d{1,2})", value))
    ]
    return order_of(sum(first > 12 for first, _ in parts), sum(second > 12 for _, second in parts))
