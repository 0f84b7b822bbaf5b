"""What other rooms may ask of what was measured."""

from __future__ import annotations

from bleib.figures.models import Assumption, CustomerFigures, Measurement, Target

__all__ = ["Assumption", "CustomerFigures", "Measurement", "Target"]
