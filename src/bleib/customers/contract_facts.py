"""What a contract tells the history, one fact at a time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bleib.customers.deadlines import DAY, Unit
from bleib.history.new_fact import NewFact

if TYPE_CHECKING:
    from bleib.customers.models import Contract, ContractVersion

DAYS_OF = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30}


def local_day(now: datetime) -> date:
    """The day it is for the installation."""
    return timezone.localtime(now).date()


def contract_fact(
    contract: Contract, type_: str, day: date, *, version: ContractVersion | None = None, reason: str | None = None
) -> NewFact:
    """The fact of a verb. `day` is the last one it runs for `contract_ended`, whose fact is of the day after."""
    ended = type_ == "contract_ended"
    worth: dict[str, Any] = {}
    if version is not None:
        worth = {
            "amount": version.amount_per_month,
            "quantity": version.quantity,
            "product": version.product.code if version.product else None,
        }
    return NewFact(
        type=type_,
        customer=contract.customer.number,
        occurred_at=begin_of(day + DAY if ended else day),
        key=f"{contract.number}" if ended else f"{contract.number} {day}",
        ref=contract.number,
        props=_props(contract, type_, reason),
        **worth,
    )


def begin_of(day: date) -> datetime:
    """The instant at which a day begins for the installation."""
    return timezone.make_aware(datetime.combine(day, time()))


def _props(contract: Contract, type_: str, reason: str | None) -> dict[str, Any]:
    ends = contract.ends_on + DAY if contract.ends_on else None
    if type_ == "contract_ended":
        return {"reason": reason}
    if type_ == "notice_given":
        return {"ends_on": ends, "reason": reason}
    notice = timedelta(days=contract.notice * DAYS_OF[Unit(contract.notice_unit)])
    return {
        "ends_on": ends,
        "term_months": contract.term_months or None,
        "notice_days": notice.days or None,
        "trial": contract.is_trial or None,
    }
