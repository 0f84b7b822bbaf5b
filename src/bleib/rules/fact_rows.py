"""Which facts a condition is about, as SQL over the rows of `facts`: the first half of the one aggregation.

Lines of orders and credit notes that are counted are put together first: a purchase is a distinct order, on the day
of its first line that fits, unless it was cancelled in full (as in activity).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from bleib.rules.comparing import compared
from bleib.rules.conditions import Where
from bleib.rules.facts import DOCUMENTS
from bleib.rules.sql import FALSE, TRUE, Sql, among, both, call, column, day, first_known, number, text, where_only
from bleib.rules.vocabulary import Field, Kind

DAY = column("occurred_on")
# Of two facts on one day the later one is the newer, and of two at one instant that with the greater id.
NEWER = ("occurred_at", "id")


@dataclass(frozen=True)
class Kept:
    """The facts that a condition is about; `counted` as orders where they are lines of such."""

    types: tuple[str, ...]
    where: tuple[Where, ...]
    counted: bool

    @property
    def documents(self) -> tuple[str, ...]:
        return tuple(each for each in self.types if self.counted and each in DOCUMENTS)

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(each for each in self.types if each not in self.documents)

    def fits(self, types: Sequence[str], as_of: date) -> Sql:
        """Whether a fact is one of these, of those `types` only."""
        if not types:
            return FALSE
        return both(among(column("type"), types), day(as_of) >= DAY, *self._said(), *self._bought())

    def _said(self) -> Iterable[Sql]:
        return (said(each) for each in self.where)

    def _bought(self) -> Iterable[Sql]:
        """What counts as an order sells something: no returns, no presents."""
        if self.counted and "order" in self.types:
            for name in ("quantity", "amount"):
                sells = first_known(column(name) > number(0), TRUE)
                yield exp.Paren(
                    this=exp.Or(this=exp.NEQ(this=column("type"), expression=text("order")), expression=sells)
                )


def said(where: Where) -> Sql:
    """Whether the fact says so; what it does not say is not so."""
    return first_known(compared(read(where.field), where.compare, where.field.kind), FALSE)


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


def cancelled() -> Sql:
    """Whether credit lines under its own number cancel an order in full."""
    credit = call("bool_or", exp.EQ(this=column("type"), expression=text("credit")))
    return both(credit, first_known(call("sum", column("amount")) <= number(0), FALSE))


def first_day(kept: Kept, as_of: date) -> Sql:
    """Of a group of lines: the day on which they became one of these."""
    first = where_only(call("min", DAY), kept.fits(kept.documents, as_of))
    if "order" not in kept.documents or "credit" in kept.documents:
        return first
    return exp.Case().when(exp.Not(this=exp.Paren(this=cancelled())), first)
