"""Rules, what they say of each customer, and who knew better."""

from bleib.lights.models.light import Light
from bleib.lights.models.override import Override
from bleib.lights.models.reason import LightReason
from bleib.lights.models.rules import LightRule, RuleSet
from bleib.lights.models.version import RulesVersion

__all__ = ["Light", "LightReason", "LightRule", "Override", "RuleSet", "RulesVersion"]
