"""Letting go of what waits: messages that mention somebody, and facts that nobody claimed in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bleib.ingest.models import Identity, Seen, Unclaimed, Waiting
from bleib.privacy.api import Person

SEEN = timedelta(days=2)  # libraries give up after hours
RAW = msgspec.json.Decoder(dict[str, msgspec.Raw])
ANY = msgspec.json.Decoder()


def mentions(person: Person) -> list[dict[str, Any]]:
    """Messages on their way that name the person."""
    found = (message for row in Waiting.objects.order_by("pk") for message in messages(row) if _names(message, person))
    return [ANY.decode(message) for message in found]


def strip(person: Person) -> None:
    """Take messages that name the person out of the requests on their way."""
    for row in Waiting.objects.order_by("pk").iterator():
        all_ = list(messages(row))
        kept = [message for message in all_ if not _names(message, person)]
        if not kept:
            row.delete()
        elif len(kept) < len(all_):
            row.body, row.events = msgspec.json.encode({**RAW.decode(bytes(row.body)), "batch": kept}), len(kept)
            row.save(update_fields=["body", "events"])


def messages(row: Waiting) -> Iterator[msgspec.Raw]:
    """The messages of a request, each as it stands in it."""
    body = bytes(row.body)
    if row.kind:
        yield msgspec.Raw(body)
    else:
        yield from msgspec.json.decode(RAW.decode(body)["batch"], type=list[msgspec.Raw])


def let_go_unclaimed(*, now: datetime, days: int, dry_run: bool) -> int:
    """Delete facts that nobody claimed within `days`; returns how many there are."""
    old = Unclaimed.objects.filter(received_at__lt=now - timedelta(days=days))
    return old.count() if dry_run else old.delete()[0]


def let_go_of_the_erased() -> int:
    """Delete facts that waited for their turn under an id of somebody who is erased since; returns how many."""
    erased = Identity.objects.filter(value="")
    return Unclaimed.objects.filter(digest__in=erased.values("digest")).delete()[0]


def forget_seen(*, now: datetime) -> int:
    """The worker's job: forget which messages came, when nobody sends them again any more."""
    return Seen.objects.filter(seen_at__lt=now - SEEN).delete()[0]


def _names(message: msgspec.Raw, person: Person) -> bool:
    """Decoded and written anew: JSON may spell a letter in two ways."""
    text = msgspec.json.encode(ANY.decode(message)).decode().casefold()
    return any(msgspec.json.encode(word).decode().strip('"').casefold() in text for word in person.words)
