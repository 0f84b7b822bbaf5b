"""The tables of this room."""

from bleib.webhooks.models.attempt import Attempt
from bleib.webhooks.models.endpoint import Endpoint, Pause
from bleib.webhooks.models.message import Message, State

__all__ = ["Attempt", "Endpoint", "Message", "Pause", "State"]
