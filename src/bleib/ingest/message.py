"""A message as the worker reads it. Senders write what they like, so everything is looked at before it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from bleib.ingest.models import Seen, Source, Waiting
from bleib.ingest.times import moment, occurred

UNNAMED = {"page", "screen"}  # one rule for all of them: what was looked at is the fact's product


class Written(msgspec.Struct, gc=False, rename="camel"):
    """The fields of a message that mean something here."""

    type: Any = None
    message_id: Any = None
    user_id: Any = None
    anonymous_id: Any = None
    previous_id: Any = None
    group_id: Any = None
    event: Any = None
    name: Any = None
    category: Any = None
    properties: Any = None
    traits: Any = None
    context: Any = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None


class Envelope(msgspec.Struct, gc=False, rename="camel"):
    batch: list[Written]
    sent_at: Any = None


_ENVELOPE, _ONE = msgspec.json.Decoder(Envelope), msgspec.json.Decoder(Written)


class Message:
    """One message of a source. Ids are texts; what is no text or number is none.

    What every event is asked for is read once, here; the rest when somebody asks.
    """

    __slots__ = (
        *("_written", "anonymous", "at", "context", "digest", "group", "key", "kind", "name"),
        *("received_at", "source", "user"),
    )

    def __init__(
        self, written: Written, *, kind: str, row: Waiting, source: Source, at: int = 0, sent: datetime | None = None
    ) -> None:
        self._written, self.kind, self.source, self.received_at = written, kind, source, row.received_at
        self.context: Mapping[str, Any] = _object(written.context)
        self.user, self.anonymous = _id(written.user_id), _id(written.anonymous_id)
        # The company that the message names: of its own, or in its context.
        self.group = _id(written.group_id) or _id(self.context.get("groupId"))
        # Without a number of its own it is known by its place: a row is read once.
        self.key = _id(written.message_id) or f"{row.pk}.{at}"
        self.digest = Seen.digest_of(source.id, self.key)
        # The name by which its rule is found.
        self.name = "" if kind in UNNAMED else plain(written.event)
        self.at = occurred(
            said=moment(written.original_timestamp) or moment(written.timestamp),
            sent=moment(written.sent_at) or sent,
            received=row.received_at,
        )

    @property
    def previous(self) -> str:
        return _id(self._written.previous_id)

    @property
    def shown(self) -> str:
        """What a page or screen calls itself."""
        return plain(self._written.name) or plain(self.properties.get("name"))

    @property
    def properties(self) -> Mapping[str, Any]:
        return _object(self._written.properties)

    @property
    def traits(self) -> Mapping[str, Any]:
        """What it says about somebody; RudderStack's libraries write it into the context."""
        return _object(self._written.traits) or _object(self.context.get("traits"))

    @property
    def has_consent(self) -> bool | None:
        """What the visitor decided about analytics; None where the message does not say."""
        if (consent := self.context.get("consent")) is None:
            return None
        told = _object(_object(consent).get("categoryPreferences"))
        said = [value for name, value in told.items() if str(name).lower() == "analytics"]
        return all(each is True for each in said) if said else None


def read(row: Waiting) -> Iterator[Message]:
    """The messages of a request, in their order."""
    body, source = bytes(row.body), row.source
    if row.kind:
        yield Message(_ONE.decode(body), kind=row.kind, row=row, source=source)
        return
    envelope = _ENVELOPE.decode(body)
    sent = moment(envelope.sent_at)
    for at, written in enumerate(envelope.batch):
        yield Message(written, kind=str(written.type), row=row, source=source, at=at, sent=sent)


def plain(value: Any, longest: int = 200) -> str:
    """A text without what nobody sees; '' for anything else."""
    if not isinstance(value, str):
        return ""
    seen = value if value.isprintable() else "".join(each if each.isprintable() else " " for each in value)
    return " ".join(seen.split())[:longest]


def _id(value: Any) -> str:
    if value is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return plain(str(value))


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
