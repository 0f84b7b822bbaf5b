"""What other rooms may ask of lights."""

from __future__ import annotations

from bleib.lights.colour import Colour, Trend
from bleib.lights.models import Light, LightReason, LightRule, Override, RuleSet, RulesVersion
from bleib.lights.reading import (
    Family,
    changes,
    colours,
    counts,
    family_of,
    light_of,
    override_of,
    rule_sets,
)

__all__ = [
    "Colour", "Family", "Light", "LightReason", "LightRule", "Override", "RuleSet", "RulesVersion", "Trend", "changes",
    "colours", "counts", "family_of", "light_of", "override_of", "rule_sets",
]  # fmt: skip
