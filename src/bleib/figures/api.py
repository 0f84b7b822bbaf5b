"""What other rooms may ask of what was measured."""

from __future__ import annotations

from bleib.figures.company import Company, company, default_language, set_company, set_default_language
from bleib.figures.models import Assumption, CustomerFigures, Measurement, Target
from bleib.figures.targets import remove_target, set_target, target_for, targets

__all__ = [
    "Assumption", "Company", "CustomerFigures", "Measurement", "Target", "company", "default_language",
    "remove_target", "set_company", "set_default_language", "set_target", "target_for", "targets",
]  # fmt: skip
