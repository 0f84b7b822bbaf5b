"""What other rooms may ask of webhooks."""

from __future__ import annotations

from bleib.webhooks.answer import Fault
from bleib.webhooks.editing import (
    Wanted,
    add_endpoint,
    change_endpoint,
    pause,
    remove_endpoint,
    renew_secret,
    replay,
    replay_since,
    resume,
    send_test,
)
from bleib.webhooks.models import Attempt, Endpoint, Message, Pause, State
from bleib.webhooks.sending import is_due, send_due
from bleib.webhooks.target import BadAddress, target
from bleib.webhooks.writing import FRESH, wanted_types, write_messages

__all__ = [
    "FRESH", "Attempt", "BadAddress", "Endpoint", "Fault", "Message", "Pause", "State", "Wanted", "add_endpoint",
    "change_endpoint", "is_due", "pause", "remove_endpoint", "renew_secret", "replay", "replay_since", "resume",
    "send_due", "send_test", "target", "wanted_types", "write_messages",
]  # fmt: skip
