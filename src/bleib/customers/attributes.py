"""What rules may ask about the customer's record, and whom they judge: the state, as a table for the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db import connection

from bleib.customers.importing.load import load_rows
from bleib.customers.importing.unload import unload
from bleib.customers.models.custom import CustomField
from bleib.customers.record_fields import CUSTOM, PLAIN, Attribute, fields
from bleib.rules.vocabulary import Field, Kind

Reader = Callable[[list[Any]], list[Any]]
TYPES: Mapping[Kind, pa.DataType] = {
    Kind.NUMBER: pa.decimal128(38, 4),
    Kind.DATE: pa.date32(),
    Kind.FLAG: pa.bool_(),
    Kind.LIST: pa.list_(pa.string()),
}
TAGS = {
    "postgresql": "select json_agg(t.name)::text",
    "sqlite": "select json_group_array(t.name)",
}
# Who is a customer now: not prospects and former customers.
STANDING = (
    "exists (select 1 from customers_standing s where s.customer_id = c.id and s.until is null and s.kind = 'customer')"
)


@dataclass(frozen=True)
class Rows:
    """What a row of the table is: SQL that says which customers `c` there are, and numbers in front, name to SQL."""

    source: str = "customers_customer c"
    keys: Mapping[str, str] = field(default_factory=dict)


PLAINLY = Rows()


def attributes(
    names: Collection[str],
    *,
    numbers: Collection[str] | None = None,
    former: bool = False,
    more: Sequence[Attribute] = (),
    rows: Rows = PLAINLY,
) -> pa.Table:
    """customer (number), the keys of `rows`, and these fields: one row per customer of these numbers or of all.

    Without those merged into another or erased; prospects and former customers only where `former` asks for them.
    `more`: what rooms above know.
    """
    own = {each.field.name: each for each in more}
    wanted = [each for each in (*fields(), *(each.field for each in more)) if each.name in names]
    columns = {each.column: own[each.name].sql if each.name in own else _sql(each) for each in wanted}
    tests = ["c.merged_into_id is null", "c.number not like 'erased-%%'", *([] if former else [STANDING])]
    if numbers is not None:
        load_rows(((number,) for number in numbers), name="subjects", columns={"number": "text"})
        tests.append("c.number in (select number from subjects)")
    numbered = [(name, pa.int64()) for name in rows.keys]
    schema = pa.schema([("customer", pa.string()), *numbered, *((each.column, _type(each)) for each in wanted)])
    readers = [_same, *(_same for _ in rows.keys), *map(_reader, wanted)]
    listed = {"customer": "c.number", **rows.keys, **columns}
    blocks = unload(listed, f"{rows.source} where {' and '.join(tests)}", by="c.id")
    return pa.Table.from_batches((_batch(block, schema, readers) for block in blocks), schema=schema)


def _batch(block: list[Any], schema: pa.Schema, readers: Sequence[Reader]) -> pa.RecordBatch:
    told = zip(readers, block, schema.types, strict=True)
    return pa.record_batch([pa.array(read(column), kind) for read, column, kind in told], schema)


def _sql(field: Field) -> str:
    """The field's value of customer `c`, as both databases say it."""
    if field.name == "tags":
        return (
            f"({TAGS[connection.vendor]} from customers_customer_tags h join customers_tag t on t.id = h.tag_id "
            "where h.customer_id = c.id)"
        )
    if not field.name.startswith(CUSTOM):
        return next(each.sql for each in PLAIN if each.field.name == field.name)
    own = CustomField.objects.get(key=field.name.removeprefix(CUSTOM))
    column = {Kind.NUMBER: "number", Kind.DATE: "day", Kind.FLAG: "yes"}.get(field.kind, "text")
    text = column if column in ("text", "yes") else f"cast({column} as text)"
    return f"(select v.{text} from customers_customvalue v where v.field_id = {own.pk} and v.customer_id = c.id)"


def _type(field: Field) -> pa.DataType:
    return TYPES.get(field.kind, pa.string())


def _reader(field: Field) -> Reader:
    """From what the database hands out to what the table holds, a column at a time."""
    readers: Mapping[Kind, Callable[[Any], Any]] = {
        Kind.FLAG: bool,
        Kind.LIST: _list,
        Kind.NUMBER: _number,
        Kind.DATE: date.fromisoformat,
    }
    return _each(readers[field.kind]) if field.kind in readers else _same


def _same(column: list[Any]) -> list[Any]:
    return column


def _each(read: Callable[[Any], Any]) -> Reader:
    return lambda column: [None if value is None else read(value) for value in column]


def _number(value: Any) -> Decimal:
    return Decimal(value).quantize(Decimal("0.0001"))


def _list(value: Any) -> Any:
    """SQLite puts a list as it is into the lists around it, PostgreSQL as text."""
    return json.loads(value) if isinstance(value, str) else value
