"""What customers are sliced by: who has which value, from the state, as tables of the engine that measures.

Every slice is a table customer, value (both text): somebody may have several tags and buy in several groups. Values
are those of today, but for segments: whom they count depends on the day (see `belonging`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import QuerySet
from django.utils.translation import get_language
from sqlglot import exp

from bleib.customers.models import Customer
from bleib.customers.models.product import ProductGroup
from bleib.figures.belonging import SLICE, as_slice, kept
from bleib.figures.question import SLICES, Question
from bleib.history.engine import Engine
from bleib.segments.api import Belonged, segments

AT_ONCE = 50_000
# Columns of the state, in the order in which they are read.
COLUMNS = {"country": "country", "owner": "owner_id", "industry": "industry", "acquired_through": "acquired_through"}
BOUGHT_IN = "select distinct customer, feature as value from features where kind = 'bought'"


def table_of(slice_by: str) -> str:
    """The name under which an engine knows the slice."""
    return f"slice_by_{slice_by}"


def give_slices(engine: Engine) -> list[str]:
    """Give the engine a table for each slice but segments that anybody is in; returns which slices these are."""
    made = {**_of_state(), "tag": _of_tags(), "product_group": _of_groups(engine)}
    for slice_by, table in made.items():
        engine.give(table_of(slice_by), table)
    return [slice_by for slice_by, table in made.items() if table.num_rows]


def give_segments(engine: Engine, found: Belonged, *, others: Collection[str]) -> list[str]:
    """Give the engine who belonged to segments on a day; returns all slices that there are then, in their order."""
    table = as_slice(found)
    engine.give(table_of("segment"), table)
    given = {*others, *(["segment"] if table.num_rows else [])}
    return [slice_by for slice_by in SLICES if slice_by in given]


def give_slice(engine: Engine, question: Question) -> None:
    """Give the engine the slice of one question; of a segment, those whom the measured answer counts."""
    slice_by = question.slice_by
    if slice_by == "product_group":
        table = _of_groups(engine)
    elif slice_by == "tag":
        table = _of_tags()
    elif slice_by == "segment":
        table = kept(question.key)
    else:
        table = _of_state()[slice_by]
    engine.give(table_of(slice_by), table)


def condition(question: Question) -> exp.Expression | None:
    """Whom the question is about, for `metrics.run(where=...)`; None: everybody."""
    if not question.slice_by:
        return None
    theirs = exp.column("value").eq(exp.Literal.string(question.slice_value))
    listed = exp.select("customer").from_(table_of(question.slice_by)).where(theirs)
    return exp.column("customer").isin(query=listed)


def _of_state() -> dict[str, pa.Table]:
    """One reading of all customers for all their columns."""
    parts: dict[str, list[pa.Table]] = {name: [] for name in COLUMNS}
    for chunk in _chunks(Customer.objects.current().values_list("number", *COLUMNS.values()).order_by()):
        numbers, *columns = (pa.array(each) for each in zip(*chunk, strict=True))
        for name, column in zip(COLUMNS, columns, strict=True):
            parts[name].append(_known(numbers, column))
    return {name: pa.concat_tables([SLICE.empty_table(), *tables]) for name, tables in parts.items()}


def _known(numbers: pa.Array, values: pa.Array) -> pa.Table:
    texts = values.cast(pa.string())
    table = pa.table([numbers.cast(pa.string()), texts], schema=SLICE)
    return table.filter(pc.and_(pc.is_valid(texts), pc.not_equal(texts, "")))


def _of_tags() -> pa.Table:
    rows = Customer.tags.through.objects.filter(customer__merged_into=None).order_by()
    return _table(rows.values_list("customer__number", "tag__name"))


def _of_groups(engine: Engine) -> pa.Table:
    """Who ever bought something in a group; without groups there is nothing to read."""
    names = list(ProductGroup.objects.values_list("name", flat=True))
    if not names:
        return SLICE.empty_table()
    found = engine.run(BOUGHT_IN).cast(SLICE)
    return found.filter(pc.is_in(found["value"], value_set=pa.array(names, pa.string())))


def _table(rows: QuerySet[Any, Any]) -> pa.Table:
    chunks = (list(zip(*chunk, strict=True)) for chunk in _chunks(rows))
    return pa.concat_tables([SLICE.empty_table(), *(pa.table(list(map(list, each)), schema=SLICE) for each in chunks)])


def _chunks(rows: QuerySet[Any, Any]) -> Iterable[list[tuple[Any, ...]]]:
    chunk: list[tuple[Any, ...]] = []
    for row in rows.iterator(chunk_size=AT_ONCE):
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def labels(slice_by: str, values: Iterable[str]) -> Mapping[str, str]:
    """What the values of a slice are called: owners and segments by name, everything else as it is."""
    if slice_by == "segment":
        language = "en" if (get_language() or "de").startswith("en") else "de"
        names = {each.key: each.name(language) for each in segments()}
        return {value: names.get(value, value) for value in values}
    if slice_by != "owner":
        return {value: value for value in values}
    from bleib.accounts.models import User

    keys = [each for each in values if each.isdecimal() and len(each) < 19]  # addresses say anything
    known = {str(user.pk): str(user) for user in User.objects.filter(pk__in=keys)}
    return {value: known.get(value, value) for value in values}
