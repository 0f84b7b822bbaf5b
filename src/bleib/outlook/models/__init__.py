"""Runs of the forecast, what the newest says of each customer, and how good earlier ones were."""

from bleib.outlook.models.outlook import Outlook
from bleib.outlook.models.record import Record
from bleib.outlook.models.run import Run

__all__ = ["Outlook", "Record", "Run"]
