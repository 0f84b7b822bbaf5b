"""What a door is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Door:
    """How somebody comes in, and where they stand afterwards (the beginning of one of the places)."""

    enter: Callable[[Path], object]
    leaves: str
