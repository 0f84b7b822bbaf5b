"""A request becomes a row, and only then it is answered. Everything is refused as early as it can be."""

from __future__ import annotations

import base64
import binascii
import zlib
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from bleib.ingest.models import Source, Waiting
from bleib.ingest.pace import PACE
from bleib.ingest.protocol import LARGEST_REQUEST, check
from bleib.ingest.refusals import Invalid, TooLarge, UnknownEncoding, UnknownKey
from bleib.kernel.crash import point

LONGEST_KEY = 200


def receive(request: HttpRequest, *, kind: str, now: datetime) -> int:
    """Keep the messages of a request; returns how many. Raises Refused, and keeps nothing then.

    When this returns, the row is committed: a crash loses nothing of it, and the worker turns it into facts.
    """
    source = _source_of_header(request)
    body = _unpacked(request)
    checked = check(body, kind=kind)
    source = source or _source_of(checked.write_key)
    if checked.events:
        PACE.admit(source, checked.events, now=now)
        with transaction.atomic():
            keep(source, body, kind=kind, events=checked.events, now=now)
            point("ingest.kept")
        point("ingest.committed")
    return checked.events


def keep(source: Source, body: bytes, *, kind: str = "", events: int, now: datetime) -> None:
    """A request that was checked, in the caller's transaction: the worker reads it."""
    Waiting.objects.create(source=source, kind=kind, body=body, events=events, received_at=now)


def _source_of_header(request: HttpRequest) -> Source | None:
    """Basic authentication with the write key as user: looked up before anything is read."""
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() != "basic":
        raise UnknownKey("Authenticate with Basic and the write key as user, or name writeKey in the body.")
    try:
        decoded = base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise UnknownKey("The Authorization header cannot be read.") from None
    return _source_of(decoded.partition(":")[0])


def _source_of(write_key: str | None) -> Source:
    if not write_key:
        raise UnknownKey("The write key is missing: Basic authentication, or writeKey in the body.")
    source = Source.objects.of_write_key(write_key) if len(write_key) <= LONGEST_KEY else None
    if source is None:
        raise UnknownKey("There is no source with this write key, or it was revoked.")
    return source


def _unpacked(request: HttpRequest) -> bytes:
    """The body, unpacked no further than it may be large."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > LARGEST_REQUEST:
        raise TooLarge(f"The request has more than {LARGEST_REQUEST:,} bytes.")
    body = request.read(LARGEST_REQUEST + 1)
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        body = _gunzipped(body)
    elif encoding not in ("", "identity"):
        raise UnknownEncoding("Content-Encoding has to be gzip, or nothing.")
    if len(body) > LARGEST_REQUEST:
        raise TooLarge(f"The request has more than {LARGEST_REQUEST:,} bytes.")
    if not body:
        raise Invalid("The request is empty.")
    return body


def _gunzipped(body: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacking.decompress(body, LARGEST_REQUEST + 1)
    except zlib.error:
        raise Invalid("The body is not what gzip writes.") from None
    if len(unpacked) <= LARGEST_REQUEST and not unpacking.eof:
        raise Invalid("The body ends in the middle of what gzip writes.")
    return unpacked
