"""Digests of entries and of the chain. SHA-256 everywhere.

The content's digest is salted: as long as the salt is there, anybody can check the content; once the salt is gone,
nobody can find the content by trying. The entry's digest covers the content's digest, not the content, so an emptied
entry can still be checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from bleib.audit.models import Entry, Seal

BEGINNING = "0" * 64  # what the first link hangs on


def canonical(content: Mapping[str, Any]) -> str:
    """JSON whose text depends on the content alone."""
    return json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"))


def of_content(salt: str, content: str) -> str:
    return sha256(bytes.fromhex(salt) + content.encode()).hexdigest()


def of_entry(entry: Entry, concerns: Iterable[str]) -> str:
    """Everything but `content` and `salt`."""
    frame = [entry.pk, _instant(entry.at), entry.actor_id, entry.job, entry.verb, entry.model, entry.object_pk]
    return _of([*frame, sorted(concerns), entry.content_digest])


def of_link(before: str, seal: Seal) -> str:
    return _of([before, seal.position, seal.entry, seal.digest, _instant(seal.sealed_at)])


def _of(parts: list[Any]) -> str:
    return sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
