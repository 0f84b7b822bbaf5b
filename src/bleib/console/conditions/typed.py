"""A condition as it is typed: groups that nest, and in them lines about fields or facts. Every part has a path.

The root is "c", its members "c-0", "c-1", theirs "c-0-0". Names of inputs are a path and a word: "c-0-value". What a
line about facts asks of them stands beneath it: "c-0-w0-value" (`where`) and "c-0-l0-value" (`last`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

FACTS = "facts:"  # how the name of a type of facts begins where fields and facts stand in one list
YES, NO = "yes", "no"
ROOT = "c"
JOINS = ("all", "any", "not_any", "not_all")
MEASURES = ("count", "sum", "last")
EVER, WITHIN, BETWEEN = "ever", "within_days", "between"
TIMES = (EVER, WITHIN, BETWEEN)


@dataclass(frozen=True)
class Part:
    """A comparison with something that facts say."""

    name: str = ""
    op: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What a line about facts says besides: `also` further types, of which time, and how they are measured.

    `whose`, of a condition about contacts: customer or contact.
    """

    whose: str = ""
    also: tuple[str, ...] = ()
    time: str = EVER
    days: str = ""
    start: str = ""
    end: str = ""
    measure: str = "count"
    of: str = ""
    where: tuple[Part, ...] = ()
    last: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Leaf:
    """A line. `field`: the name of a field, or FACTS and a type of facts; `values`: several where a list is asked."""

    field: str = ""
    holds: str = YES
    op: str = ""
    values: tuple[str, ...] = ()
    facts: Facts = Facts()

    @property
    def fact_type(self) -> str:
        """Empty for a line about a field."""
        return self.field.removeprefix(FACTS) if self.field.startswith(FACTS) else ""

    @property
    def types(self) -> tuple[str, ...]:
        """All types of facts that it is about."""
        return tuple(dict.fromkeys(filter(None, (self.fact_type, *self.facts.also))))


@dataclass(frozen=True)
class Group:
    """Members joined by one of JOINS."""

    join: str = "all"
    of: tuple[Node, ...] = field(default_factory=lambda: (Leaf(),))


Node = Leaf | Group
