"""Lights with their reasons: who needs attention, and why."""

from __future__ import annotations

from typing import Literal

from django.utils import timezone
from ninja import Field, Query, Router

from bleib.accounts.api import Scope
from bleib.api.finding import Which, customer_at
from bleib.api.operations import operation
from bleib.api.problems import Refused
from bleib.api.shapes import Page, Paging
from bleib.api.shown.lights import LightOut, Spoken, light_shown
from bleib.api.wanted import page_of
from bleib.figures.listing.pages import Listing
from bleib.figures.listing.sorts import SORTS
from bleib.figures.listing.wanted import Wanted
from bleib.lights.api import Light, Wording, light_of

router = Router()


class LightFilter(Paging, Spoken):
    """Whose lights."""

    colour: Literal["red", "yellow", "green"] = Field("red", description="Which light.")


@operation(router, "GET", "lights", scope=Scope.READ_LIGHTS, answer=Page[LightOut])
def list_lights(asked: Query[LightFilter]) -> Page[LightOut]:
    """Customers with a light, and why, the most revenue first: the list on the pages."""
    sort, today = SORTS["light"], timezone.localdate()
    ids, next = page_of(Listing.of(Wanted(today, light=asked.colour), sort, down=sort.down), asked)
    rows = Light.objects.with_reasons().select_related("customer__figures").in_bulk(ids)
    wording = Wording(asked.lang, today=today)
    return Page(data=[light_shown(rows[id], wording) for id in ids if id in rows], next=next)


@operation(router, "GET", "customers/{which}/light", scope=Scope.READ_LIGHTS, answer=LightOut, also=[404])
def get_light(which: Which, asked: Query[Spoken]) -> LightOut:
    """The light of one customer.

    404 where it was not judged yet, or is not to be judged: prospects and former customers.
    """
    customer = customer_at(which)
    light = light_of(customer)
    if light is None:
        raise Refused(404, f"{customer.number} has no light: it is not judged.")
    return light_shown(light, Wording(asked.lang, today=timezone.localdate()))
