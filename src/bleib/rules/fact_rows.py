"""The facts that conditions are about, as rows of SQL: the first half of the aggregation.

Three kinds of rows: `orders` from activity, where all orders count; `documents`, where orders and credit notes count of
which a line fits; and `lines`, a row per fact, for everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from bleib.history.dialect import parse
from bleib.rules.comparing import compared
from bleib.rules.conditions import Where
from bleib.rules.sql import (
    NULL,
    TRUE,
    Sql,
    among,
    both,
    call,
    column,
    day,
    either,
    first_known,
    named,
    number,
    only_if,
    text,
    where_only,
)
from bleib.rules.vocabulary import Field, Kind

DAY, TYPE, REF = column("occurred_on"), column("type"), column("ref")
# Of two facts on one day the later one is the newer, and of two at one instant that with the greater id.
NEWER = ("occurred_at", "id")
# Lines of these are told by their number: ten lines of one order are one order.
DOCUMENTS = ("order", "credit")
COMING = "coming"

WHOSE = {False: ("customer",), True: ("customer", "contact")}

# A row per purchase, on its day. Most days have one.
ORDERS_SQL = """
select customer, day as occurred_on from activity where customer is not null and orders > 0
union all
select customer, day as occurred_on from activity, unnest(range(1, orders)) as again(nth)
where customer is not null and orders > 1
"""


@dataclass(frozen=True)
class Kept:
    """The facts that a condition is about; `counted` as orders and credit notes where they are lines of such.

    `own`: of each contact, not of each customer.
    """

    types: tuple[str, ...]
    where: tuple[Where, ...]
    counted: bool
    own: bool = False

    @property
    def branches(self) -> Mapping[str, tuple[str, ...]]:
        """Which types are read from which kind of rows."""
        found: dict[str, tuple[str, ...]] = {}
        for each in self.types:
            found[self._branch(each)] = (*found.get(self._branch(each), ()), each)
        return found

    def fits(self) -> Sql:
        """Whether a fact of these types is one of these."""
        return both(TRUE, *map(said, self.where)) if self.where else TRUE

    @property
    def rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The kinds of rows that it is read from, with the types that are read there."""
        return tuple(sorted((name, tuple(sorted(types))) for name, types in self.branches.items()))

    def _branch(self, type_: str) -> str:
        if not self.counted or type_ not in DOCUMENTS:
            return "lines"
        return "orders" if type_ == "order" and not self.where and not self.own else "documents"


@dataclass(frozen=True)
class Asked:
    """What is asked of rows, each under the name of its column: days of facts, what they say, and whether they do."""

    as_of: date
    days: Mapping[Kept, str]
    values: Mapping[tuple[Kept, Field], str]
    says: Mapping[tuple[Kept, tuple[Where, ...]], str]
    own: bool = False

    @property
    def whose(self) -> tuple[str, ...]:
        """The columns that say whose facts they are."""
        return WHOSE[self.own]

    @property
    def happened(self) -> Sql:
        return day(self.as_of) >= DAY


def said(where: Where) -> Sql:
    """Whether the fact says so; null where it does not say anything, which fits no more than what is not so."""
    return compared(read(where.field), where.compare, where.field.kind)


def read(field: Field) -> Sql:
    """A column or prop of a fact, of its kind."""
    if field.source == "column":
        return column(field.column)
    raw = call("json_extract_string", column("props"), text(f"$.{field.column}"))
    if field.kind is Kind.FLAG:
        return exp.EQ(this=raw, expression=text("true"))
    if field.kind is Kind.LIST:
        return call("string_split", raw, text(","))
    target = {Kind.NUMBER: exp.DataType.Type.BIGINT, Kind.DATE: exp.DataType.Type.DATE}.get(field.kind)
    return raw if target is None else exp.TryCast(this=raw, to=exp.DataType.build(target))


def order_rows(asked: Asked, _types: tuple[str, ...]) -> exp.Expression:
    """All purchases; nothing is asked of them but their day."""
    days = (named(only_if(asked.happened, DAY), name) for name in asked.days.values())
    rows = exp.Subquery(this=parse(ORDERS_SQL), alias=exp.TableAlias(this=exp.to_identifier("purchases")))
    return _facts(asked, [_coming(asked), *days, *_nothing(asked)], rows)


def line_rows(asked: Asked, types: tuple[str, ...]) -> exp.Expression:
    """A row per fact."""
    fits = {kept: both(kept.fits(), asked.happened) for kept in asked.days}
    days = (named(only_if(fits[kept], DAY), name) for kept, name in asked.days.items())
    values = (named(only_if(fits[kept], read(of)), name) for (kept, of), name in asked.values.items())
    says = (each for (kept, what), name in asked.says.items() for each in _said(fits[kept], what, name))
    return _facts(asked, [_coming(asked), *days, *values, *says]).where(_of(asked, types))


def _said(fits: Sql, what: tuple[Where, ...], name: str) -> Iterable[Sql]:
    pairs = (exp.PropertyEQ(this=exp.to_identifier(each), expression=column(each)) for each in NEWER)
    yield named(only_if(fits, both(*map(said, what))), name)
    yield named(only_if(fits, call("struct_pack", *pairs)), f"{name}_order")


def document_rows(asked: Asked, types: tuple[str, ...]) -> exp.Expression:
    """A row per order or credit note of which a line fits, on the day of its first such line."""
    days = (named(_first(both(kept.fits(), asked.happened)), name) for kept, name in asked.days.items())
    wanted = both(_of(asked, types), *_sells(types), either(*(kept.fits() for kept in asked.days)))
    unnumbered = only_if(exp.Is(this=REF, expression=exp.null()), DAY)
    columns = [TYPE, column("source"), REF, named(_first(day(asked.as_of) < DAY), COMING), *days]
    whose = map(column, asked.whose)
    grouped = _facts(asked, columns).where(wanted).group_by(*whose, TYPE, column("source"), REF, unnumbered)
    names = [column(name) for name in (COMING, *asked.days.values())]
    rows = _facts(asked, [*names, *_nothing(asked)], grouped.subquery("documents"))
    return rows.where(_stands()) if "order" in types else rows


def _sells(types: tuple[str, ...]) -> Iterable[Sql]:
    """What counts as an order sells something: no returns, no presents."""
    if "order" in types:
        sells = both(*(first_known(column(name) > number(0), TRUE) for name in ("quantity", "amount")))
        yield either(exp.NEQ(this=TYPE, expression=text("order")), sells)


def _stands() -> Sql:
    """It is no order that was cancelled."""
    order = exp.Tuple(expressions=[column("customer"), column("source"), REF])
    rows = exp.Tuple(expressions=[column(name) for name in ("customer", "source", "ref")])
    cancelled = exp.In(this=order, query=exp.select(rows).from_("cancelled").subquery())
    credit = exp.NEQ(this=TYPE, expression=text("order"))
    return either(credit, exp.Is(this=REF, expression=exp.null()), exp.Not(this=cancelled))


ROWS: Mapping[str, Callable[[Asked, tuple[str, ...]], exp.Expression]] = {
    "orders": order_rows,
    "documents": document_rows,
    "lines": line_rows,
}


def _facts(asked: Asked, columns: Iterable[Sql], source: str | exp.Expression = "facts") -> exp.Select:
    return exp.select(*map(column, asked.whose), *columns).from_(source)


def _first(fits: Sql) -> Sql:
    return where_only(call("min", DAY), fits)


def _coming(asked: Asked) -> Sql:
    return named(only_if(day(asked.as_of) < DAY, DAY), COMING)


def _nothing(asked: Asked) -> Iterable[Sql]:
    """Columns of other rows that these have not."""
    says = (each for name in asked.says.values() for each in (name, f"{name}_order"))
    return (named(NULL, name) for name in (*asked.values.values(), *says))


def _of(asked: Asked, types: Iterable[str]) -> Sql:
    known = (exp.Not(this=exp.Is(this=column(each), expression=exp.null())) for each in asked.whose)
    return both(among(TYPE, types), *known)
