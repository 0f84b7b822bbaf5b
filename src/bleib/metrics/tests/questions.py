"""One set of parameters per metric that gives every column something to show."""

from __future__ import annotations

from datetime import date
from typing import Any

from bleib.kernel.windows import Window
from bleib.metrics.definitions import DEFINITIONS

ANSWERS: dict[str, Any] = {
    "base": Window(date(2024, 1, 1), date(2024, 7, 1)),
    "next": Window(date(2024, 7, 1), date(2025, 1, 1)),
    "window": Window(date(2024, 3, 1), date(2025, 1, 1)),
    "until": date(2025, 1, 1),
    "at": date(2024, 10, 1),
    "next_at": date(2025, 1, 1),
}

QUESTIONS = {
    slug: {param.name: ANSWERS[param.name] for param in definition.params if param.name in ANSWERS}
    for slug, definition in DEFINITIONS.items()
}
