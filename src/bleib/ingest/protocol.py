"""The protocol of Segment: what a message has to say so that it can be kept. The rest is read by the worker.

Reference: Segment's HTTP tracking API, which RudderStack's libraries speak as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

from bleib.ingest.refusals import Invalid, TooLarge

LARGEST_REQUEST = 4 * 1024 * 1024  # bytes; RudderStack's libraries send up to 4 MiB, Segment's 500 kB
LARGEST_MESSAGE = 32 * 1024  # bytes, as at Segment
MOST_MESSAGES = 5_000

# The kinds of messages, and the short addresses of Segment's script for browsers.
KINDS = ("identify", "track", "page", "screen", "group", "alias")
SHORT = {"i": "identify", "t": "track", "p": "page", "s": "screen", "g": "group", "a": "alias"}

Id = Annotated[str, msgspec.Meta(max_length=200)] | int | float | None


class Head(msgspec.Struct, gc=False, rename="camel"):
    """What is checked of a message. Everything else may be there and is not looked at."""

    type: str | None = None
    message_id: Id = None
    user_id: Id = None
    anonymous_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    event: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    write_key: str | None = None


class Batch(msgspec.Struct, gc=False, rename="camel"):
    batch: list[Head]
    write_key: str | None = None
    sent_at: str | None = None


class Sizes(msgspec.Struct, gc=False, rename="camel"):
    batch: list[msgspec.Raw]


_BATCH, _ONE, _SIZES = msgspec.json.Decoder(Batch), msgspec.json.Decoder(Head), msgspec.json.Decoder(Sizes)
_WHOLE = msgspec.json.Decoder()


class Checked(msgspec.Struct):
    """A request that can be kept: how many messages it holds, and the write key it names, if it does."""

    events: int
    write_key: str | None


def check(body: bytes, *, kind: str) -> Checked:
    """Check a request of one message of this `kind`, or a batch (''). Raises Invalid, TooLarge: nothing is kept then.

    Whole or not at all: who is told 200 knows that every message was kept. Each message is read once, so that nothing
    in it (a number of a thousand digits) keeps the worker from reading it later; one by one, because four megabytes of
    brackets are a hundred in memory.
    """
    if kind:
        if len(body) > LARGEST_MESSAGE:
            raise TooLarge(f"The message has more than {LARGEST_MESSAGE:,} bytes.")
        head = _decoded(_ONE, body)
        _check_message(head, kind, at=0)
        _decoded(_WHOLE, body)
        return Checked(1, head.write_key)
    batch, messages = _decoded(_BATCH, body), _decoded(_SIZES, body).batch
    _check_sizes(body, messages)
    for at, head in enumerate(batch.batch):
        _check_message(head, head.type, at=at)
    for message in messages:
        _decoded(_WHOLE, message)
    return Checked(len(messages), batch.write_key)


def _decoded(decoder: msgspec.json.Decoder[Any], body: bytes | msgspec.Raw) -> Any:
    try:
        return decoder.decode(body)
    except RecursionError:
        raise Invalid("The JSON is nested too deeply.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # msgspec names the place and the type; it never quotes a value.
        raise Invalid(f"This is no message that can be kept: {error}") from None


def _check_sizes(body: bytes, messages: Sequence[msgspec.Raw]) -> None:
    if len(messages) > MOST_MESSAGES:
        raise TooLarge(f"The batch has more than {MOST_MESSAGES:,} messages.")
    if len(body) <= LARGEST_MESSAGE:
        return
    if len(body) > LARGEST_MESSAGE * (len(messages) + 1):  # it is kept as it came, and paid for by its messages
        raise TooLarge("The batch holds far more than its messages.")
    for at, message in enumerate(messages):
        if len(memoryview(message)) > LARGEST_MESSAGE:
            raise TooLarge(f"Message {at} of the batch has more than {LARGEST_MESSAGE:,} bytes.")


def _check_message(head: Head, kind: str | None, *, at: int) -> None:
    if kind not in KINDS:
        raise Invalid(f"Message {at} has no type, or one that is none of {', '.join(KINDS)}.")
    if kind == "alias":
        if not head.previous_id or not head.user_id:
            raise Invalid(f"Message {at}: alias needs previousId and userId.")
    elif not head.user_id and not head.anonymous_id:
        raise Invalid(f"Message {at}: {kind} needs userId or anonymousId.")
    elif kind == "track" and not head.event:
        raise Invalid(f"Message {at}: track needs event, the name of what happened.")
    elif kind == "group" and not head.group_id:
        raise Invalid(f"Message {at}: group needs groupId.")
