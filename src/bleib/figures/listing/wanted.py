"""Which customers a list shows, as tables to join and conditions in SQL.

`c` is the customer, `f` its figures. Values only ever enter as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from bleib.customers.name_key import folded, name_key
from bleib.figures.light_key import RANKS

LAST = "\U0010ffff"  # sorts after every other letter
FIGURES = ("figures_customerfigures f", "f.customer_id = c.id")
BELONGS = "m.customer_id = c.id and m.left_at is null and m.contact_id is null and m.segment_id = %s"


@dataclass(frozen=True)
class Condition:
    """A condition over `c` and `f`, or over a table that is joined for it, at most one row per customer.

    `~` stands before a column whose index must not be taken where another one is walked. `valued`: orders in which
    everybody who fits has a value. `instead`: by order, what to ask of those with a value, where the index of the order
    knows it.
    """

    where: str
    values: tuple[object, ...] = ()
    table: str = ""
    of_figures: bool = False
    valued: Collection[str] = ()
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """A filter; what is empty filters nothing. `today`: the local day on which somebody is overdue or not.

    `orders`: none, new (one) or regular (two and more). `overdue`, `contract`: yes or no.
    `light`: green, yellow or red. `segment`: primary key of one of customers. `nobody`: whatever else is asked for.
    """

    today: date
    text: str = ""
    country: str = ""
    owner: int | None = None
    unowned: bool = False
    tag: int | None = None
    standing: str = ""
    through: str = ""
    orders: str = ""
    overdue: str = ""
    contract: str = ""
    light: str = ""
    segment: int | None = None
    nobody: bool = False

    @property
    def is_everybody(self) -> bool:
        return self == Wanted(self.today)

    def conditions(self) -> list[Condition]:
        """What has to hold; customers that count as another one or were erased are in no list."""
        alive = Condition("c.merged_into_id is null and c.number not like 'erased-%%'")
        none = [Condition("1 = 0")] if self.nobody else []
        return [alive, *none, *self._of_customers(), *self._of_figures()]

    def _of_customers(self) -> Iterator[Condition]:
        if self.text:
            yield _begins(self.text)
        if self.country:  # the second half is what its index says of itself
            yield Condition("~c.country = %s and not (c.country = '')", (self.country,))
        if self.owner is not None:
            yield Condition("~c.owner_id = %s", (self.owner,))
        if self.unowned:
            yield Condition("~c.owner_id is null")
        if self.through:
            yield Condition("~c.acquired_through = %s and not (c.acquired_through = '')", (self.through,))
        if self.tag is not None:
            yield Condition("t.customer_id = c.id and t.tag_id = %s", (self.tag,), "customers_customer_tags t")
        if self.segment is not None:
            yield Condition(BELONGS, (self.segment,), "segments_membership m")
        if self.standing:
            open_one = "s.customer_id = c.id and s.until is null and s.kind = %s"
            yield Condition(open_one, (self.standing,), "customers_standing s")

    def _of_figures(self) -> Iterator[Condition]:
        today = (self.today.isoformat(),)
        if self.light:
            yield Condition("~f.light = %s", (RANKS[self.light],), of_figures=True, valued=("light",))
        if self.orders:
            yield ORDERS[self.orders]
        if self.overdue == "yes":
            yield Condition("~f.overdue_on <= %s", today, of_figures=True, valued=("overdue_on", "last_on", "orders"))
        if self.overdue == "no":
            late = _figures_say("x.overdue_on <= %s")
            yield Condition(f"not {late}", today, instead={"overdue_on": "f.overdue_on > %s"})
        if self.contract == "yes":
            yield Condition("~f.mrr is not null", of_figures=True, valued=("mrr", "orders"))
        if self.contract == "no":
            yield Condition(f"not {_figures_say('x.mrr is not null')}", instead={"mrr": "f.mrr is null"})


def _figures_say(condition: str) -> str:
    return f"exists (select 1 from figures_customerfigures x where x.customer_id = c.id and {condition})"


ORDERS = {
    "new": Condition(
        "~f.orders = 1",
        of_figures=True,
        valued=("orders", "last_on"),
        instead={"overdue_on": "1 = 0"},  # who bought once has no rhythm
    ),
    "regular": Condition("~f.orders >= 2", of_figures=True, valued=("orders", "last_on")),
    "none": Condition(
        f"not {_figures_say('x.orders > 0')}",
        instead=dict.fromkeys(("revenue_year", "revenue", "orders", "last_on", "overdue_on", "mrr"), "f.orders = 0"),
    ),
}


def _begins(text: str) -> Condition:
    """The name begins with the text, whatever its case or umlauts; or the number, where a digit is in the text."""
    vendor = connection.vendor
    key, plain = name_key("c.name", "c.number", vendor), folded("%s", vendor)
    if not any(letter.isdigit() for letter in text):
        return Condition(f"({key} >= {plain} and {key} < {plain} || %s)", (text, text, LAST))
    name = f"(~{key} >= {plain} and ~{key} < {plain} || %s)"
    number = "c.number like %s" if vendor == "postgresql" else "(~c.number >= %s and ~c.number < %s)"
    values = (_pattern(text),) if vendor == "postgresql" else (text, text + LAST)
    return Condition(f"({name} or {number})", (text, text, LAST, *values))


def _pattern(text: str) -> str:
    """What LIKE takes for "begins with this text"."""
    return re.sub(r"([\\%_])", r"\\\1", text) + "%"
