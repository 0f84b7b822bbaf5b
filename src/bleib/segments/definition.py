"""All segments as values: what the database holds, a YAML file says and a version keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bleib.rules.texts import Texts
from bleib.segments.models import Subject


@dataclass(frozen=True)
class SegmentText:
    """One segment; see models.Segment for what each part means."""

    key: str
    when: Mapping[str, Any]
    name: Texts
    subject: str = Subject.CUSTOMER.value
    active: bool = True

    def to_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"key": self.key, "name": dict(self.name)}
        said |= {} if self.subject == Subject.CUSTOMER else {"subject": self.subject}
        said |= {"when": dict(self.when)}
        return said if self.active else {**said, "active": False}


@dataclass(frozen=True)
class Definition:
    """All segments in the order in which they are listed."""

    segments: tuple[SegmentText, ...]

    def to_json(self) -> dict[str, Any]:
        return {"segments": 1, "list": [each.to_json() for each in self.segments]}

    def segment(self, key: str) -> SegmentText | None:
        return next((each for each in self.segments if each.key == key), None)

    def with_segment(self, given: SegmentText) -> Definition:
        """With this one: in the place of the one of the same key, else as the last."""
        if self.segment(given.key) is None:
            return Definition((*self.segments, given))
        return Definition(tuple(given if each.key == given.key else each for each in self.segments))

    def without(self, key: str) -> Definition:
        return Definition(tuple(each for each in self.segments if each.key != key))

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()
