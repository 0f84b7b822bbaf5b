"""What has to be done to come from one set of rules to another: by key, with the parts that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bleib.kernel.errors import BleibError

# Key -> its parts as JSON has them.
Parts = Mapping[str, Mapping[str, Any]]


class ChangedMeanwhile(BleibError):
    """Somebody was shown what a file would do, and since then another one has edited what it is about."""


class EditKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Edit:
    """What becomes of a set, rule or segment, by its key. `before` and `after` hold the parts that differ."""

    what: str
    key: str
    kind: EditKind
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def as_seen(seen: str | None, stored: str) -> None:
    """Raises ChangedMeanwhile where `stored`, a digest, is not the one that was `seen`; None: nobody looked."""
    if seen is not None and seen != stored:
        raise ChangedMeanwhile("It was edited meanwhile. Look again at what the file would do now.")


def differences(what: str, before: Parts, after: Parts) -> Iterator[Edit]:
    """What goes first, then what comes or changes, in the order of `after`."""
    for key in before.keys() - after.keys():
        yield Edit(what, key, EditKind.REMOVED, before[key], {})
    for key, said in after.items():
        old = before.get(key, {})
        names = [name for name in {**old, **said} if old.get(name) != said.get(name)]
        if names:
            kind = EditKind.CHANGED if key in before else EditKind.ADDED
            yield Edit(what, key, kind, {name: old[name] for name in names if name in old},
                       {name: said[name] for name in names if name in said})  # fmt: skip
