"""What other rooms may ask of the monthly report."""

from __future__ import annotations

from bleib.monthly.asking import figures_of
from bleib.monthly.letters import attachment, letter
from bleib.monthly.making import dispatch, is_due, make, make_due, resend
from bleib.monthly.models import Delivery, MonthlyReport, Recipient, State
from bleib.monthly.models.recipient import READERS
from bleib.monthly.recipients import own_domains, subscribe_address, subscribe_colleague, unsubscribe
from bleib.monthly.schedule import Schedule, month_before, schedule, set_schedule
from bleib.monthly.sending import is_queued, send_queued, send_test, try_soon

__all__ = [
    "READERS", "Delivery", "MonthlyReport", "Recipient", "Schedule", "State", "attachment", "dispatch", "figures_of",
    "is_due", "is_queued", "letter", "make", "make_due", "month_before", "own_domains", "resend", "schedule",
    "send_queued", "send_test", "set_schedule", "subscribe_address", "subscribe_colleague", "try_soon",
    "unsubscribe",
]  # fmt: skip
