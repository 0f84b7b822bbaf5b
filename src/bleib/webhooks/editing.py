"""What colleagues do with endpoints. Every change is in the audit log; secrets and full addresses are not."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bleib.accounts.models import User
from bleib.audit.api import record
from bleib.history.fact_types import TYPES
from bleib.kernel.errors import UsageError
from bleib.webhooks.content import TEST, trial_content
from bleib.webhooks.models import Endpoint, Message, Pause
from bleib.webhooks.models.message import MessageQuerySet
from bleib.webhooks.target import target


@dataclass(frozen=True)
class Wanted:
    """An endpoint as somebody wants it. Raises BadAddress or UsageError where that cannot be."""

    name: str
    url: str
    types: Collection[str]

    def __post_init__(self) -> None:
        target(self.url)
        if unknown := sorted(set(self.types) - TYPES.keys()):
            raise UsageError(f"There is no fact type {unknown[0]!r}. fact_types.py lists them.")
        if not self.types or not self.name.strip():
            raise UsageError("A webhook needs a name and at least one type of facts.")


def add_endpoint(wanted: Wanted, *, site: str, by: User, now: datetime) -> tuple[Endpoint, str]:
    """The endpoint and its secret, which is shown this once. It is told what happens from now on."""
    with transaction.atomic():
        endpoint = Endpoint(
            name=wanted.name.strip(),
            url=wanted.url,
            types=sorted(wanted.types),
            site=site.rstrip("/"),
            created_by=by,
            created_at=now,
        )
        secret = endpoint.renew_secret(now=now)
        endpoint.save()
        record(actor=by, verb="webhook.added", subject=endpoint, before={}, after=_told(endpoint), now=now)
    return endpoint, secret


def change_endpoint(endpoint: Endpoint, wanted: Wanted, *, site: str, by: User, now: datetime) -> None:
    """Messages that wait go to the new address."""
    before = _told(endpoint)
    endpoint.name, endpoint.url, endpoint.types = wanted.name.strip(), wanted.url, sorted(wanted.types)
    endpoint.site = site.rstrip("/")
    with transaction.atomic():
        endpoint.save(update_fields=["name", "url", "types", "site"])
        if (after := _told(endpoint)) != before:
            record(actor=by, verb="webhook.changed", subject=endpoint, before=before, after=after, now=now)


def remove_endpoint(endpoint: Endpoint, *, by: User, now: datetime) -> None:
    """It goes with all its messages."""
    with transaction.atomic():
        record(actor=by, verb="webhook.removed", subject=endpoint, now=now)
        endpoint.delete()


def renew_secret(endpoint: Endpoint, *, by: User, now: datetime) -> str:
    """The new secret, shown this once. For a week messages are signed with the old one as well."""
    with transaction.atomic():
        secret = endpoint.renew_secret(now=now)
        endpoint.save(update_fields=["secret", "old_secret", "old_until"])
        record(actor=by, verb="webhook.secret_renewed", subject=endpoint, now=now)
    return secret


def pause(endpoint: Endpoint, *, by: User, now: datetime) -> None:
    """Messages are written and wait."""
    with transaction.atomic():
        if endpoint.halt(Pause.BY_HAND, now=now):
            record(actor=by, verb="webhook.paused", subject=endpoint, now=now)


def resume(endpoint: Endpoint, *, by: User, now: datetime) -> None:
    """What waited is sent."""
    with transaction.atomic():
        if endpoint.resume():
            record(actor=by, verb="webhook.resumed", subject=endpoint, now=now)


def send_test(endpoint: Endpoint, *, now: datetime) -> Message:
    """A message of the type `test`, on the same way as all others."""
    return Message.objects.create(
        endpoint=endpoint,
        key=f"msg_{uuid.uuid4().hex}",
        type=TEST,
        body=trial_content(site=endpoint.site, now=now),
        created_at=now,
        next_at=now,
    )


def replay(message: Message, *, by: User, now: datetime) -> int:
    """Send one message again, under its id."""
    return _again(message.endpoint, Message.objects.filter(pk=message.pk), by=by, now=now)


def replay_since(endpoint: Endpoint, since: datetime, *, delivered: bool, by: User, now: datetime) -> int:
    """Send again what was written at `since` or later: what was given up, and `delivered` what had arrived as well.

    Under the same ids: a receiver that knows a message already ignores it. Returns how many.
    """
    rows = endpoint.messages.filter(created_at__gte=since)
    return _again(endpoint, rows if delivered else rows.dead(), by=by, now=now)


def _again(endpoint: Endpoint, rows: MessageQuerySet, *, by: User, now: datetime) -> int:
    with transaction.atomic():
        count = rows.send_again(now=now)
        if count:
            record(actor=by, verb="webhook.replayed", subject=endpoint, number=str(count), now=now)
    return count


def _told(endpoint: Endpoint) -> dict[str, object]:
    """What the audit log keeps: addresses of receivers may hold secrets in their path."""
    return {"name": endpoint.name, "host": target(endpoint.url).host, "types": ", ".join(endpoint.types)}
