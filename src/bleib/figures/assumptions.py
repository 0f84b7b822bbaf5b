"""The figures of the economics page: the field's rules of thumb until somebody enters their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from bleib.audit.api import record
from bleib.figures.models import Assumption
from bleib.kernel.errors import UsageError
from bleib.metrics.economics import ASSUMED

if TYPE_CHECKING:
    from bleib.accounts.models import User


def assumptions() -> Mapping[str, Decimal]:
    """Every figure that has a value, by its name in ASSUMED: one's own, else the rule of thumb."""
    known = {name: each.default for name, each in ASSUMED.items() if each.default is not None}
    return known | own_figures()


def own_figures() -> dict[str, Decimal]:
    """Those that somebody has entered."""
    return dict(Assumption.objects.filter(name__in=ASSUMED).values_list("name", "value"))


def assume(name: str, value: Decimal, *, by: User | None, now: datetime) -> Assumption:
    """From now on this figure is ours. The same value again changes nothing.

    Raises UsageError for a figure that does not exist and a value that cannot be.
    """
    _check(name, value)
    with transaction.atomic():
        held = Assumption.objects.select_for_update().filter(name=name).first()
        if held is not None and held.value == value:
            return held
        figure = held or Assumption(name=name)
        before = {} if held is None else {"value": _plain(held.value)}
        figure.value, figure.set_by, figure.set_at = value, by, now
        figure.save()
        record(actor=by, verb="assumption.set", subject=figure, before=before, after={"value": _plain(value)}, now=now)
    return figure


@transaction.atomic
def forget_assumption(name: str, *, by: User | None, now: datetime) -> None:
    """The rule of thumb holds again. Twice is once."""
    held = Assumption.objects.select_for_update().filter(name=name).first()
    if held is not None:
        record(actor=by, verb="assumption.reset", subject=held, was=_plain(held.value), now=now)
        held.delete()


def _check(name: str, value: Decimal) -> None:
    if name not in ASSUMED:
        raise UsageError(f"There is no figure '{name}'. There are: {', '.join(ASSUMED)}.")
    figure = ASSUMED[name]
    if not value.is_finite() or not figure.low <= value <= figure.high:
        raise UsageError(f"{name} has to be between {figure.low} and {figure.high}, not {value}.")


def _plain(value: Decimal) -> str:
    """Without the zeros that a column adds."""
    return f"{value.normalize():f}"
