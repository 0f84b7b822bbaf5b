"""Heads of the chain, noted outside the database: who cuts off its end, or writes all of it anew, is found out.

HOME/audit_heads.jsonl has a line for each sealing. Whoever wants more sends `bleib audit --head` to another machine.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from bleib.audit.models import Seal


def file() -> Path:
    return Path(settings.HOME) / "audit_heads.jsonl"


def note(head: Seal, *, now: datetime) -> None:
    """Append the head; on the disk when this returns."""
    line = {"position": head.position, "chain": head.chain, "at": now.astimezone(UTC).isoformat()}
    with file().open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def noted() -> Iterator[tuple[int, str]]:
    """Position and chain of every noted head; a line that a crash cut short is left out."""
    if not file().exists():
        return
    with file().open(encoding="utf-8") as stream:
        for line in stream:
            try:
                head = json.loads(line)
            except ValueError:
                continue
            yield head["position"], head["chain"]
