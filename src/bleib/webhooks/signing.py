"""The headers of Standard Webhooks: an id that stays, the instant of the try, and a signature for each valid secret."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

from bleib import __version__


def signed(key: str, body: str, *, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """What a receiver needs to verify the message."""
    at = now.astimezone(UTC)
    return {
        "Content-Type": "application/json",
        "User-Agent": f"Bleib/{__version__}",
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(each).sign(key, at, body) for each in secrets),
    }
