"""How values are told that are no plain fields of a model: a condition as its sentence, instead of JSON.

A room declares it once, in AppConfig.ready().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bleib.kernel.personal import Said


@dataclass(frozen=True)
class Told:
    """What a part of a change is called, and how its value is said in the active language."""

    label: Said
    say: Callable[[Any], str] | None = None


_TOLD: dict[tuple[str, str], Told] = {}


def declare_values(model: str, parts: Mapping[str, Told]) -> None:
    """Make the parts of changes to a model (`app.model`) known by their names."""
    _TOLD.update({(model, name): told for name, told in parts.items()})


def told(model: str, name: str) -> Told | None:
    """What was declared; None where the name speaks for itself."""
    return _TOLD.get((model, name))
