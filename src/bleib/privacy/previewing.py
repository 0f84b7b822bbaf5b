"""What erasing a person would do, table by table and store by store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bleib.kernel.personal import Erase, Said
from bleib.privacy import people
from bleib.privacy.forgetting import ends, kept, rows_about
from bleib.privacy.in_passing import named_in_passing
from bleib.privacy.people import Person
from bleib.privacy.stores import registered

Key = tuple[str, Erase, str, date | None]


@dataclass(frozen=True)
class Line:
    """`count` rows of a table, or things in a store, and what becomes of them. A law keeps them `until` (exclusive)."""

    label: Said
    action: Erase
    count: int
    law: str = ""
    until: date | None = None


def preview_erasure(kind: str, pk: int) -> list[Line]:
    """What goes, what is emptied, what the law keeps and until when. Changes nothing.

    Raises BleibError where there is nobody of that kind and number.
    """
    gone = people.with_those_who_go_along(people.find(kind, pk))
    counts = Counter([*_in_tables(gone), *_in_stores(gone)])
    found = [Line(label, action, number, law, until) for (label, action, law, until), number in counts.items()]
    return sorted(found, key=lambda line: (list(Erase).index(line.action), str(line.label)))


def _in_tables(gone: Sequence[Person]) -> Iterator[Key]:
    for each, action, pks in rows_about(gone):
        if action is Erase.KEEP:
            retention = kept(each)
            starts = each.model._base_manager.filter(pk__in=pks).values_list(retention.after, flat=True)
            yield from ((each.name, action, retention.law, ends(retention, start)) for start in starts)
        else:
            yield from [(each.name, action, "", None)] * len(pks)
    for each, _column, named in named_in_passing(gone):
        yield from [(each.name, Erase.BLANK, "", None)] * named.count()


def _in_stores(gone: Sequence[Person]) -> Iterator[Key]:
    for store in registered():
        yield from [(str(store.label), store.ends, "", None)] * sum(store.preview(person) for person in gone)
