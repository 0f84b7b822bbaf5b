"""Values as a JSON column takes them."""

from __future__ import annotations

import json
from typing import Any


def storable(value: Any) -> Any:
    """The same as plain JSON; null where a number is none or without end, which JSON cannot say."""
    return json.loads(json.dumps(value), parse_constant=lambda _name: None)
