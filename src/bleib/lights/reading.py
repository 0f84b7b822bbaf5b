"""What pages ask about lights: one row or one index each; nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from bleib.customers.models import Customer
from bleib.lights.colour import Colour
from bleib.lights.models import Light, LightReason, LightRule, Override, RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Family:
    """A company with those that belong to it, at any depth. `worst` of all that have a light; `lights` of those below.

    The company's own light stays its own: the roll-up stands beside it.
    """

    worst: Colour | None
    lights: Sequence[Light]
    counts: Mapping[Colour, int]


def light_of(customer: Customer) -> Light | None:
    """The light with its reasons. None: not judged yet, or not to be judged (prospects, former customers)."""
    return Light.objects.with_reasons().filter(customer=customer).first()


def changes(*, since: date) -> QuerySet[Light]:
    """Lights that have another colour since that local day, newest first, with customers, owners and reasons."""
    return Light.objects.changed(since).with_reasons()


def counts() -> dict[str, int]:
    """How many customers each rule concerns now, by its key; 0 for rules that concern nobody."""
    found = LightReason.objects.order_by().values_list("rule").annotate(Count("pk"))
    return dict.fromkeys(LightRule.objects.values_list("key", flat=True), 0) | dict(found)


def colours() -> dict[Colour, int]:
    """How many customers have each light now."""
    found = dict(Light.objects.order_by().values_list("colour").annotate(Count("pk")))
    return {colour: found.get(colour, 0) for colour in Colour}


def rule_sets() -> Sequence[RuleSet]:
    """All sets in the order in which they are asked, each with all its rules (`rules.all()`)."""
    return list(RuleSet.objects.prefetch_related("rules"))


def override_of(customer: Customer, *, today: date) -> Override | None:
    """The override in force, with who made it."""
    return Override.objects.in_force(today).filter(customer=customer).select_related("by").first()


def family_of(customer: Customer) -> Family:
    """The roll-up of a company and its subsidiaries."""
    below = [pk for level in _levels(customer.pk) for pk in level]
    lights = list(Light.objects.with_reasons().filter(customer__in=below).order_by("customer__number"))
    own = Light.objects.filter(customer=customer).first()
    every = [Colour(each.colour) for each in (*lights, *([own] if own else ()))]
    counted = {colour: every.count(colour) for colour in Colour}
    return Family(max(every, key=lambda each: each.rank, default=None), lights, counted)


def _levels(top: int) -> Iterator[list[int]]:
    """Primary keys of subsidiaries, level by level. Companies may be each other's parents: nobody is seen twice."""
    seen, level = {top}, [top]
    while level:
        found = Customer.objects.current().filter(parent__in=level).values_list("pk", flat=True)
        level = [pk for pk in found if pk not in seen]
        seen.update(level)
        yield level
