"""Connections that somebody should look at: receivers that take nothing, places from which nothing comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bleib.pulls.api import Pull, failing_pulls
from bleib.webhooks.api import Endpoint


@dataclass(frozen=True)
class Ill:
    """`given_up` were paused by themselves, `failing` have had no success for an hour and are still tried."""

    given_up: Sequence[Endpoint]
    failing: Sequence[Endpoint]
    pulls: Sequence[Pull]


def ill(*, now: datetime) -> Ill:
    """For System, and for Today of whoever may do something about it."""
    return Ill(list(Endpoint.objects.gave_up()), list(Endpoint.objects.failing(now=now)), failing_pulls())
