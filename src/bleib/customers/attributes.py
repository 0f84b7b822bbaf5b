"""What rules may ask about the customer's record, and whom they judge: the state, as a table for the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db import connection

from bleib.customers.importing.load import load_rows
from bleib.customers.models.custom import CustomField
from bleib.customers.record_fields import CUSTOM, PLAIN, Attribute, fields
from bleib.rules.vocabulary import Field, Kind

ROWS = 50_000
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
    known = [*((each, _sql(each)) for each in fields()), *((each.field, each.sql) for each in more)]
    wanted = [(each, sql) for each, sql in known if each.name in names]
    tests = ["c.merged_into_id is null", "c.number not like 'erased-%%'", *([] if former else [STANDING])]
    if numbers is not None:
        load_rows(((number,) for number in numbers), name="subjects", columns={"number": "text"})
        tests.append("c.number in (select number from subjects)")
    columns = ", ".join(["c.number", *rows.keys.values(), *(sql for _, sql in wanted)])
    numbered = [(name, pa.int64()) for name in rows.keys]
    schema = pa.schema([("customer", pa.string()), *numbered, *((each.column, _type(each)) for each, _ in wanted)])
    readers: list[Callable[[Any], Any]] = [*(int for _ in rows.keys), *(_reader(each) for each, _ in wanted)]
    with connection.cursor() as cursor:
        cursor.execute(f"select {columns} from {rows.source} where {' and '.join(tests)}", [])
        batches = list(_batches(cursor, schema, readers))
    return pa.Table.from_batches(batches, schema=schema)


def _batches(cursor: Any, schema: pa.Schema, readers: list[Callable[[Any], Any]]) -> Iterator[pa.RecordBatch]:
    for rows in iter(lambda: cursor.fetchmany(ROWS), []):
        columns = list(zip(*rows, strict=True))
        told = zip([_text, *readers], columns, schema.types, strict=True)
        yield pa.record_batch([pa.array([read(each) for each in column], kind) for read, column, kind in told], schema)


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


def _reader(field: Field) -> Callable[[Any], Any]:
    """From what the database hands out to what the table holds."""
    readers: Mapping[Kind, Callable[[Any], Any]] = {
        Kind.FLAG: bool,
        Kind.LIST: json.loads,
        Kind.NUMBER: _number,
        Kind.DATE: _day,
    }
    return _unless_none(readers.get(field.kind, str))


def _text(value: Any) -> str:
    return str(value)


def _number(value: Any) -> Decimal:
    return Decimal(value).quantize(Decimal("0.0001"))


def _day(value: Any) -> date:
    return date.fromisoformat(str(value))


def _unless_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)
