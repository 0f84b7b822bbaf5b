"""Monthly reports, who gets them, and the letters in between."""

from bleib.monthly.models.delivery import Delivery, State
from bleib.monthly.models.recipient import Recipient
from bleib.monthly.models.report import MonthlyReport

__all__ = ["Delivery", "MonthlyReport", "Recipient", "State"]
