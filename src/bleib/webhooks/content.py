"""What a message says: type, instant, and the fact's ids, codes and amounts. Never a name, an address or free text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bleib.history.feed import Fact

TEST = "test"


def content(fact: Fact, *, link: str | None) -> str:
    """The body as it is signed and sent, at every try the same bytes. Amounts are decimals in quotes."""
    data: dict[str, Any] = {
        "id": fact.id.hex(),
        "customer": fact.customer,
        "contact": fact.contact,
        "occurred_at": _instant(fact.occurred_at),
        "occurred_on": fact.occurred_on.isoformat(),
        "amount": _decimal(fact.amount),
        "currency": fact.currency,
        "quantity": _decimal(fact.quantity),
        "product": fact.product,
        "ref": fact.ref,
        "source": fact.source,
        "props": dict(fact.props),
        "link": link,
    }
    kept = {name: value for name, value in data.items() if value not in (None, {})}
    return _written(fact.type, kept, at=fact.occurred_at)


def trial_content(*, site: str, now: datetime) -> str:
    """The body of a message that only tries the connection."""
    return _written(TEST, {"link": site}, at=now)


def _written(kind: str, data: dict[str, Any], *, at: datetime) -> str:
    """In ASCII: what is signed as text and what is sent as bytes cannot differ."""
    return json.dumps({"type": kind, "timestamp": _instant(at), "data": data}, separators=(",", ":"), default=str)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
