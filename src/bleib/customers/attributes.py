"""What rules may ask about the customer's record, and whom they judge: the state, as a table for the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.contrib.auth import get_user_model
from django.db import connection

from bleib.customers.importing.load import load_rows
from bleib.customers.models import Customer, Tag
from bleib.customers.models.custom import CustomField, FieldKind
from bleib.rules.vocabulary import ATTRIBUTES, Choice, Field, Kind

CUSTOM = "field_"  # how names of a company's own fields begin
ROWS = 50_000
KINDS = {
    FieldKind.TEXT: Kind.TEXT,
    FieldKind.NUMBER: Kind.NUMBER,
    FieldKind.DATE: Kind.DATE,
    FieldKind.CHOICE: Kind.CHOICE,
    FieldKind.YES_NO: Kind.FLAG,
}
TYPES: Mapping[Kind, pa.DataType] = {
    Kind.NUMBER: pa.decimal128(38, 4),
    Kind.DATE: pa.date32(),
    Kind.FLAG: pa.bool_(),
    Kind.LIST: pa.list_(pa.string()),
}
# Name, kind, label in English and German, SQL over customer `c`.
PLAIN = (
    ("number", Kind.TEXT, "Customer number", "Kundennummer", "c.number"),
    ("country", Kind.TEXT, "Country", "Land", "nullif(c.country, '')"),
    ("language", Kind.TEXT, "Language", "Sprache", "nullif(c.language, '')"),
    ("industry", Kind.TEXT, "Industry", "Branche", "nullif(c.industry, '')"),
    ("acquired_through", Kind.TEXT, "Acquired through", "Gewonnen durch", "nullif(c.acquired_through, '')"),
    ("owner", Kind.CHOICE, "Owner", "Zuständig", "cast(c.owner_id as text)"),
    ("is_person", Kind.FLAG, "A natural person", "Natürliche Person", "c.is_person"),
    ("has_parent", Kind.FLAG, "Belongs to a company", "Gehört zu einem Unternehmen", "c.parent_id is not null"),
    ("tags", Kind.LIST, "Tags", "Schlagwörter", ""),
)  # fmt: skip
TAGS = {
    "postgresql": "select json_agg(t.name)::text",
    "sqlite": "select json_group_array(t.name)",
}
# Who is a customer now: not prospects and former customers.
STANDING = (
    "exists (select 1 from customers_standing s where s.customer_id = c.id and s.until is null and s.kind = 'customer')"
)


def fields(*, choices: bool = False) -> Iterator[Field]:
    """The fields of the record, with the company's own; `choices`: also which values there are, for an editor."""
    for name, kind, english, german, _sql in PLAIN:
        given = tuple(CHOICES[name]()) if choices and name in CHOICES else ()
        yield Field(name, ATTRIBUTES, name, kind, english, german, choices=given)
    for own in CustomField.objects.current():
        words = tuple(Choice(str(each)) for each in own.choices)
        name = f"{CUSTOM}{own.key}"
        yield Field(name, ATTRIBUTES, name, KINDS[FieldKind(own.kind)], own.label, own.label, choices=words)


def attributes(names: Collection[str], *, numbers: Collection[str] | None = None, former: bool = False) -> pa.Table:
    """customer (number) and these fields, one row per customer of these numbers or of all.

    Without those merged into another or erased; prospects and former customers only where `former` asks for them.
    """
    wanted = [each for each in fields() if each.name in names]
    columns = ", ".join(["c.number", *(_sql(each) for each in wanted)])
    tests = ["c.merged_into_id is null", "c.number not like 'erased-%%'", *([] if former else [STANDING])]
    if numbers is not None:
        load_rows(((number,) for number in numbers), name="subjects", columns={"number": "text"})
        tests.append("c.number in (select number from subjects)")
    schema = pa.schema([("customer", pa.string()), *((each.column, _type(each)) for each in wanted)])
    with connection.cursor() as cursor:
        cursor.execute(f"select {columns} from customers_customer c where {' and '.join(tests)}", [])
        batches = list(_batches(cursor, schema, [_reader(each) for each in wanted]))
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
        return next(sql for name, *_, sql in PLAIN if name == field.name)
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


def _countries() -> Iterator[Choice]:
    for code in Customer.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct():
        yield Choice(code)


def _owners() -> Iterator[Choice]:
    for user in get_user_model().objects.order_by("pk"):
        yield Choice(str(user.pk), str(user), str(user))


def _tags() -> Iterator[Choice]:
    for name in Tag.objects.order_by("name").values_list("name", flat=True):
        yield Choice(name)


CHOICES: Mapping[str, Callable[[], Iterator[Choice]]] = {"country": _countries, "owner": _owners, "tags": _tags}


def _unless_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)
