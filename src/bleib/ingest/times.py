"""When it happened, by the clock of whoever received it.

Segment's rule: what the sender's clock says counts from the moment it sent, so a wrong clock makes no wrong time:
`occurred = received - (sent - said)`. A clock that is right within a minute is believed as it is: a message that
is sent again then keeps its time to the millisecond, and does not move to another day.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

BELIEVED = timedelta(minutes=1)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def occurred(*, said: datetime | None, sent: datetime | None, received: datetime) -> datetime:
    """Never later than it was received, and never before 1990."""
    if said is None:
        return received
    if sent is not None and abs(received - sent) > BELIEVED:
        try:
            said = received - (sent - said)
        except OverflowError:
            return received
    return received if said > received or said < EARLIEST else said


def moment(value: Any) -> datetime | None:
    """An ISO 8601 text as an instant in UTC; one without a zone is UTC, as Segment reads it. None for anything else."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        read = datetime.fromisoformat(value)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
