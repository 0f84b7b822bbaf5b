"""Small words to write queries with: SQLGlot expressions, values only ever as typed literals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlglot import exp

Sql = exp.Expr

TRUE, FALSE, NULL = exp.true(), exp.false(), exp.null()


def column(name: str, table: str | None = None) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True), table=table)


def text(value: str) -> exp.Literal:
    return exp.Literal.string(value)


def number(value: Decimal | int) -> Sql:
    """A number as it was written, without exponent."""
    written = exp.Literal.number(f"{abs(value):f}" if isinstance(value, Decimal) else str(abs(value)))
    return exp.Neg(this=written) if value < 0 else written


def day(value: date) -> Sql:
    return exp.cast(text(value.isoformat()), exp.DataType.Type.DATE)


# Days that stand for "it has always been so" and "not known, or never": the smallest and the largest that is compared.
ALWAYS, NEVER = day(date(1, 1, 1)), day(date(9999, 12, 31))


def plus(days: Sql, number_of: int | Sql) -> Sql:
    """So many days later."""
    return exp.Paren(this=exp.Add(this=days.copy(), expression=_days(number_of)))


def minus(days: Sql, number_of: int | Sql) -> Sql:
    return exp.Paren(this=exp.Sub(this=days.copy(), expression=_days(number_of)))


def earlier(when: date, days: int) -> Sql:
    """So many days before; where the calendar does not reach, its first day."""
    return day(when - timedelta(days=min(days, when.toordinal() - 1)))


def call(name: str, *arguments: Sql) -> Sql:
    """A function of DuckDB by its name."""
    return exp.Anonymous(this=name, expressions=[each.copy() for each in arguments])


def first_known(*values: Sql) -> Sql:
    return exp.Coalesce(this=values[0].copy(), expressions=[each.copy() for each in values[1:]])


def latest(days: Iterable[Sql]) -> Sql:
    """The latest of days none of which is null."""
    each = list(days)
    return each[0].copy() if len(each) == 1 else call("greatest", *each)


def earliest(days: Iterable[Sql]) -> Sql:
    each = list(days)
    return each[0].copy() if len(each) == 1 else call("least", *each)


def when(*branches: tuple[Sql, Sql], otherwise: Sql) -> Sql:
    """The value of the first branch whose condition holds."""
    case = exp.Case()
    for condition, value in branches:
        case = case.when(condition.copy(), value.copy())
    return case.else_(otherwise.copy())


def only_if(condition: Sql, value: Sql) -> Sql:
    """The value where the condition holds, else null."""
    return when((condition, value), otherwise=exp.null())


def both(*conditions: Sql) -> Sql:
    return exp.and_(*(each.copy() for each in conditions))


def either(*conditions: Sql) -> Sql:
    return exp.or_(*(each.copy() for each in conditions))


def among(value: Sql, values: Iterable[str]) -> Sql:
    return exp.In(this=value.copy(), expressions=[text(each) for each in values])


def where_only(aggregate: Sql, condition: Sql) -> Sql:
    """An aggregate over the rows for which the condition holds."""
    return exp.Filter(this=aggregate.copy(), expression=exp.Where(this=condition.copy()))


def named(value: Sql, name: str) -> Sql:
    return exp.alias_(value, exp.to_identifier(name, quoted=True))


def selection(columns: Mapping[str, Sql], source: str | exp.Expression) -> exp.Select:
    return exp.select(*(named(value, name) for name, value in columns.items())).from_(source)


def step(name: str, query: exp.Expression) -> exp.CTE:
    return exp.CTE(this=query, alias=exp.TableAlias(this=exp.to_identifier(name)))


def _days(number_of: int | Sql) -> Sql:
    return number(number_of) if isinstance(number_of, int) else number_of.copy()
