"""Who was erased, outside the database: HOME/erasures.jsonl, which a restore keeps and replays.

A line holds a kind, an opaque number and a salted digest of the instant at which the person's row was made. It tells
the person from somebody who got the same number later, and says nothing to anybody who does not have the row.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from bleib.privacy.people import Person


def file() -> Path:
    return Path(settings.HOME) / "erasures.jsonl"


def append(people: Iterable[Person], *, now: datetime) -> None:
    """Add the people who are not in it yet; on the disk when this returns."""
    lines = [json.dumps(_line(person, now)) + "\n" for person in people if not holds(person)]
    with file().open("a", encoding="utf-8") as stream:
        stream.writelines(lines)
        stream.flush()
        os.fsync(stream.fileno())


def logged() -> list[tuple[str, int]]:
    """Kind and number of everybody in the log, once, in the order they were erased."""
    return list(dict.fromkeys((line["kind"], line["person"]) for line in _lines()))


def holds(person: Person) -> bool:
    """Whether this very person is in the log."""
    same = (line for line in _lines() if (line["kind"], line["person"]) == (person.kind, person.pk))
    return any(line["digest"] == _digest(line["salt"], person) for line in same)


def _line(person: Person, now: datetime) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    return {
        "kind": person.kind,
        "person": person.pk,
        "erased_at": now.astimezone(UTC).isoformat(),
        "salt": salt,
        "digest": _digest(salt, person),
    }


def _digest(salt: str, person: Person) -> str:
    return sha256(f"{salt} {person.key} {person.created}".encode()).hexdigest()


def _lines() -> Iterator[dict[str, Any]]:
    """A line that a crash cut short belongs to a transaction that was never committed."""
    if not file().exists():
        return
    for line in file().read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue
