"""Lights where lists find them: a copy of each in CustomerFigures, and what customers of each colour brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Max, Min, Q, Sum

from bleib.customers.importing.load import run
from bleib.figures.light_key import RANKS
from bleib.figures.models import CustomerFigures
from bleib.lights.api import Colour

BATCH = 20_000
NAMED = 500  # customers in one statement
RANK = "case l.colour " + " ".join(f"when '{name}' then {rank}" for name, rank in RANKS.items()) + " end"
TABLE = "figures_customerfigures"


@dataclass(frozen=True)
class Lit:
    """Customers of one colour: how many, and what they brought in the year up to their last order (None: unknown)."""

    customers: int
    revenue_year: Decimal | None


def show_lights(customers: Sequence[int] | None) -> int:
    """Copy the lights of these customers (their primary keys; None: everybody's). Returns how many are others now."""
    if customers is None:
        return sum(_copy("between %s and %s", [first, first + BATCH - 1]) for first in _starts())
    return sum(_copy(f"in ({', '.join(['%s'] * len(some))})", list(some)) for some in _some(customers))


def lit(owner: int | None = None) -> Mapping[Colour, Lit]:
    """All lights, or those of the customers that this colleague looks after; the worst first."""
    narrowed = Q() if owner is None else Q(customer__owner=owner)
    rows = CustomerFigures.objects.filter(narrowed, light__isnull=False).order_by().values_list("light")
    found = {rank: Lit(count, worth) for rank, count, worth in rows.annotate(Count("customer"), Sum("revenue_year"))}
    return {colour: found.get(colour.rank, Lit(0, None)) for colour in reversed(Colour)}


def _copy(which: str, values: Sequence[int]) -> int:
    light = f"(select {RANK} from lights_light l where l.customer_id = {TABLE}.customer_id)"
    with transaction.atomic():
        return run(
            f"update {TABLE} set light = {light} where customer_id {which} and light is distinct from {light}", values
        )


def _starts() -> range:
    ends = CustomerFigures.objects.aggregate(first=Min("customer_id"), last=Max("customer_id"))
    return range(ends["first"] or 0, (ends["last"] or 0) + 1, BATCH)


def _some(customers: Sequence[int]) -> list[Sequence[int]]:
    return [customers[place : place + NAMED] for place in range(0, len(customers), NAMED)]
