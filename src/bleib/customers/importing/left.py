"""What the undoing of an import leaves as it is, and why: named for people, in both languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation

from bleib.customers.models import Contact, Contract, ContractVersion, Customer, Product
from bleib.kernel.told import Told

if TYPE_CHECKING:
    from django.db.models import Model

TABLES: dict[str, type[Model]] = {
    "customer": Customer, "contact": Contact, "contract": Contract, "version": ContractVersion, "product": Product,
}  # fmt: skip
CHANGED = Told("changed since", "inzwischen geändert")
EDITED = Told("it was edited since", "inzwischen bearbeitet")
IMPORTED = Told("another import changed it since", "inzwischen durch einen anderen Import geändert")
MORE_VERSIONS = Told(
    "it has versions of another import or of a person", "hat Stände aus einem anderen Import oder von Hand"
)
KNOWN_OTHERWISE = Told("it is known by more than this import", "nicht nur durch diesen Import bekannt")


@dataclass(frozen=True)
class Left:
    """The row `row` of `table` (see TABLES) stays; or only what stands in one of its fields, by its label."""

    table: str
    row: int
    why: Told
    field: Told | None = None


def changed_since(column: str, table: str, row: int, *, value: str | None) -> Left:
    """A value that somebody replaced by another one."""
    label = in_both(lambda: str(_label(TABLES[table], column)))
    return Left(table, row, Told(f"changed since, to {value!r}", f"inzwischen geändert, zu {value!r}"), label)


def named_by(model: type[Model]) -> Told:
    """Why a row stays that rows of `model` need."""
    name = in_both(lambda: str(model._meta.verbose_name_plural))
    return Told(f"{name.en} name it", f"wird gebraucht: {name.de}")


def shown(left: Sequence[Left], *, most: int) -> list[tuple[Told, Told]]:
    """What was left and why, of the first so many."""
    these = left[:most]
    names = dict(_names(these))
    return [(_what(each, names.get((each.table, each.row), str(each.row))), each.why) for each in these]


def in_both(say: Callable[[], str]) -> Told:
    """What Django's translations say, in both languages."""
    with translation.override("en"):
        english = say()
    with translation.override("de"):
        return Told(english, say())


def _what(each: Left, name: str) -> Told:
    kind = in_both(lambda: str(TABLES[each.table]._meta.verbose_name))
    of = Told(f"{kind.en} {name}", f"{kind.de} {name}")
    return Told.joined(of, each.field, by=", ") if each.field else of


def _names(these: Sequence[Left]) -> Iterator[tuple[tuple[str, int], str]]:
    rows: dict[str, set[int]] = defaultdict(set)
    for each in these:
        rows[each.table].add(each.row)
    for table, keys in rows.items():
        for key, found in TABLES[table]._default_manager.in_bulk(keys).items():
            yield (table, key), str(found)


def _label(model: type[Model], column: str) -> object:
    return next((each.verbose_name for each in model._meta.fields if each.column == column), column)
