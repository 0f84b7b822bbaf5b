"""Targets: what a figure should reach, for all customers or for a slice of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from bleib.audit.api import record
from bleib.figures.aims import AIMS
from bleib.figures.models import Target
from bleib.kernel.errors import UsageError

if TYPE_CHECKING:
    from bleib.accounts.models import User

MOST = Decimal(10) ** 14  # what the column holds


def targets() -> Sequence[Target]:
    """All that are set: metric by metric as AIMS lists them, those for everybody before those for slices."""
    order = {name: number for number, name in enumerate(AIMS)}
    found = Target.objects.select_related("set_by")
    return sorted(found, key=lambda each: (order.get(each.metric, len(order)), each.slice_by, each.slice_value))


def target_for(metric: str, slice_by: str = "", slice_value: str = "") -> Decimal | None:
    """The target of a figure (a name in AIMS) for a slice; None where nobody has set one. Rates in percent."""
    of = Target.objects.filter(metric=metric, slice_by=slice_by, slice_value=slice_value)
    return of.values_list("value", flat=True).first()


def set_target(
    metric: str, value: Decimal, *, slice_by: str = "", slice_value: str = "", by: User | None, now: datetime
) -> Target:
    """Set a target, or another one. The same value again changes nothing.

    Raises UsageError for a figure that can have none, an impossible value, and half a slice.
    """
    _check(metric, value, (slice_by, slice_value))
    with transaction.atomic():
        same = Target.objects.select_for_update().filter(metric=metric, slice_by=slice_by, slice_value=slice_value)
        old = same.first()
        if old is not None and old.value == value:
            return old
        target = old or Target(metric=metric, slice_by=slice_by, slice_value=slice_value)
        before = {} if old is None else {"value": _plain(old.value)}
        target.value, target.set_by, target.set_at = value, by, now
        target.save()
        record(actor=by, verb="target.set", subject=target, before=before, after={"value": _plain(value)}, now=now)
    return target


@transaction.atomic
def remove_target(target: Target, *, by: User | None, now: datetime) -> None:
    """There is none any more. Twice is once."""
    held = Target.objects.select_for_update().filter(pk=target.pk).first()
    if held is None:
        return
    record(actor=by, verb="target.removed", subject=held, was=_plain(held.value), now=now)
    held.delete()


def _check(metric: str, value: Decimal, slice_: tuple[str, str]) -> None:
    if metric not in AIMS:
        raise UsageError(f"There is no target for '{metric}'. There are: {', '.join(AIMS)}.")
    if all(slice_) != any(slice_):
        raise UsageError("A slice is a column and its value: give both, or neither.")
    if not value.is_finite() or not 0 <= value < MOST:
        raise UsageError(f"{value} cannot be a target.")


def _plain(value: Decimal) -> str:
    """Without the zeros that a column adds: 85, not 85.0000."""
    return f"{value.normalize():f}"
