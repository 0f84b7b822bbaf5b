"""Values of the company's own fields into the tables, and back: in batches, remembering what stood there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError

from bleib.customers.importing.left import CHANGED, Left
from bleib.customers.importing.load import load_rows, make, rows_of, run
from bleib.customers.models import CustomField, CustomValue, Overwritten
from bleib.kernel.told import Told

TABLE = "field"
BATCH = 2_000


def put_own(run_id: int, *, update: bool) -> None:
    """What the temp table `own` says; of several lines about one customer the last counts.

    A cell that is no value of its field is left out and told. `update` False leaves what is known as it is.
    """
    fields = {field.key: field for field in CustomField.objects.current()}
    _read(fields)
    for field in fields.values():
        for batch in _batches(_wished(field)):
            _write(run_id, field, batch, update=update)


def take_back_own(run_id: int, left: list[Left]) -> int:
    """What the import wrote goes, and what it replaced is back; what was changed since stays and is told in `left`."""
    told = Overwritten.objects.filter(of_id=run_id, table=TABLE).values_list("column", "row", "before", "after")
    fields, restored = {field.key: field for field in CustomField.objects.all()}, 0
    for batch in _batches(told.order_by("pk").iterator(chunk_size=BATCH)):
        known = _known({row for _, row, _, _ in batch})
        for key, row, before, after in batch:
            field, value = fields.get(key), known.get((key, row))
            if field is None or value is None or value.plain != after:
                label = Told.same(field.label if field else key)
                left.append(Left("customer", row, CHANGED, label))
                continue
            field.put(row, before)
            restored += 1
    return restored


def _read(fields: dict[str, CustomField]) -> None:
    """Each distinct text once, in Python: the temp table `readable`, and what cannot be read in `unresolved`."""
    good, bad = [], []
    for key, raw, text in rows_of("select distinct key, raw, text from own"):
        try:
            good.append((key, raw, fields[key].id, fields[key].plain(fields[key].read(text or ""))))
        except ValidationError:
            bad.append((key, raw))
    types = {"key": "text", "raw": "text", "field_id": "bigint", "value": "text"}
    load_rows(good, name="readable", columns=types)
    load_rows(bad, name="unreadable", columns={"key": "text", "raw": "text"})
    run(
        "insert into unresolved select o.file, o.line, 'field:' || o.key, o.raw, 'bad_form' from own o "
        "join unreadable u on u.key = o.key and u.raw = o.raw"
    )
    make(
        "wished",
        "select t.id as customer_id, r.field_id, max(o.ord) as ord from own o join people i on i.ord = o.ord "
        "join target t on t.number = i.number join readable r on r.key = o.key and r.raw = o.raw group by 1, 2",
    )


def _wished(field: CustomField) -> Sequence[Any]:
    """ord, customer, value."""
    return rows_of(
        "select w.ord, w.customer_id, r.value from wished w join own o on o.ord = w.ord and o.key = %s "
        "join readable r on r.key = o.key and r.raw = o.raw where w.field_id = %s order by w.ord",
        [field.key, field.pk],
    )


def _write(run_id: int, field: CustomField, batch: Sequence[tuple[int, int, str]], *, update: bool) -> None:
    held = {value.customer_id: value for value in field.values.filter(customer_id__in=[row[1] for row in batch])}
    before = {customer: value.plain for customer, value in held.items()}
    new = [row for row in batch if row[2] != before.get(row[1]) and (update or row[1] not in held)]
    fresh = [CustomValue(field=field, customer_id=row[1], **field.typed(row[2])) for row in new if row[1] not in held]
    CustomValue.objects.bulk_create(fresh)
    for _ord, customer, value in new:
        for column, typed in field.typed(value).items() if customer in held else ():
            setattr(held[customer], column, typed)
    CustomValue.objects.bulk_update([held[row[1]] for row in new if row[1] in held], ["text", "number", "day", "yes"])
    Overwritten.objects.bulk_create(
        Overwritten(
            of_id=run_id, table=TABLE, row=row[1], column=field.key, before=before.get(row[1]), after=row[2],
            customer_id=row[1],
        )
        for row in new
    )  # fmt: skip
    load_rows([(row[0],) for row in new], name="said", columns={"ord": "bigint"})
    run("insert into outcome select ord, 'updated' from said")


def _known(customers: set[int]) -> dict[tuple[str, int], CustomValue]:
    held = CustomValue.objects.filter(customer_id__in=customers).select_related("field")
    return {(value.field.key, value.customer_id): value for value in held}


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch
