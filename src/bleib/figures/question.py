"""What can be asked of the history: which windows, over which customers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bleib.kernel.errors import UsageError
from bleib.report import Plan, restore_plan, store_plan

# What customers can be sliced by. `owner` is the id of a colleague, `segment` its key, the others
# are what people read.
SLICES = ("country", "owner", "industry", "acquired_through", "tag", "segment", "product_group")


@dataclass(frozen=True)
class Question:
    """The windows of a report, over all customers or those of one slice; the same question has the same key.

    Raises UsageError for a slice that does not exist.
    """

    plan: Plan = field(default_factory=Plan)
    slice_by: str = ""
    slice_value: str = ""

    def __post_init__(self) -> None:
        if self.slice_by and self.slice_by not in SLICES:
            raise UsageError(f"Customers cannot be sliced by '{self.slice_by}'. Choose one of: {', '.join(SLICES)}.")
        if bool(self.slice_by) != bool(self.slice_value):
            raise UsageError("A slice is what customers are sliced by and a value of it: give both, or neither.")

    @property
    def key(self) -> str:
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {"plan": store_plan(self.plan), "slice_by": self.slice_by, "slice_value": self.slice_value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Question:
        return cls(restore_plan(kept["plan"]), kept["slice_by"], kept["slice_value"])


def standard() -> Question:
    """What everybody looks at first: the windows that fit the customers' own rhythm, over all customers."""
    return Question()
