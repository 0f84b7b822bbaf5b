"""Somebody knows better: lights by hand, with reason and last day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bleib.audit.api import record
from bleib.customers.models import Customer
from bleib.history import api as history
from bleib.kernel.errors import UsageError
from bleib.lights.colour import Colour
from bleib.lights.keeping import light_changed
from bleib.lights.models import Light, LightReason, Override

if TYPE_CHECKING:
    from bleib.accounts.models import User

LONGEST_DAYS = 366  # whoever knows better for longer than a year changes the rules


def override(
    customer: Customer, colour: Colour, *, reason: str, until: date, by: User | None, now: datetime
) -> Override:
    """From now on to the end of `until` this is the customer's light; an override in force is lifted.

    Raises UsageError without a reason, for a last day that is over or more than a year away, and for a customer that
    is not judged at all.
    """
    today = timezone.localtime(now).date()
    _check(reason, until, today)
    with transaction.atomic():
        light = _locked(customer)
        if light is None:
            raise UsageError(_("This customer has no light: it has not bought yet, has left, or is judged shortly."))
        _lift(customer, by=by, now=now)
        made = Override.objects.create(
            customer=customer, colour=colour, reason=reason.strip(), until=until, by=by, at=now
        )
        told = {"colour": str(colour), "reason": made.reason, "until": until.isoformat()}
        record(actor=by, verb="light.overridden", subject=made, before={"colour": light.colour}, after=told, now=now)
        _show(light, str(colour), made, now=now)
    return made


def lift(customer: Customer, *, by: User | None, now: datetime) -> bool:
    """What the rules say counts again. False where no override was in force."""
    with transaction.atomic():
        light = _locked(customer)
        if not _lift(customer, by=by, now=now):
            return False
        if light is not None:
            _show(light, light.judged, None, now=now)
    return True


def _check(reason: str, until: date, today: date) -> None:
    if not reason.strip():
        raise UsageError(_("Say why: others will ask."))
    if until < today:
        raise UsageError(_("%(day)s is over. Choose a last day that lies ahead.") % {"day": date_format(until)})
    if (until - today).days > LONGEST_DAYS:
        raise UsageError(_("A light by hand lasts a year at most. For longer, change the rules."))


def _locked(customer: Customer) -> Light | None:
    return Light.objects.select_for_update().filter(customer=customer).first()


def _lift(customer: Customer, *, by: User | None, now: datetime) -> bool:
    held = Override.objects.select_for_update().filter(customer=customer, lifted_at=None).first()
    if held is None:
        return False
    held.lifted_at, held.lifted_by = now, by
    held.save(update_fields=["lifted_at", "lifted_by"])
    record(actor=by, verb="light.lifted", subject=held, before={"colour": held.colour}, now=now)
    return True


def _show(light: Light, colour: str, by_hand: Override | None, *, now: datetime) -> None:
    """The light as it counts from now on; another colour is a fact."""
    before, light.override = light.colour, by_hand
    if colour != before:
        light.colour, light.before = colour, before
        light.changed_at = now
        light.changed_on = light.since = timezone.localtime(now).date()
        codes = LightReason.objects.filter(customer=light.customer_id).order_by("colour", "place")
        fact = light_changed(
            light.customer_id, light.customer.number, colour=colour, before=before, by_hand=by_hand is not None,
            codes=list(codes.values_list("rule", flat=True)), now=now,
        )  # fmt: skip
        history.record([fact], now=now)
    light.save()
