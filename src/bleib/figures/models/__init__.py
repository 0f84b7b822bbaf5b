"""What was measured ahead, and what figures are compared with."""

from bleib.figures.models.assumption import Assumption
from bleib.figures.models.customer_figures import CustomerFigures
from bleib.figures.models.measurement import Measurement
from bleib.figures.models.saved_view import SavedView
from bleib.figures.models.target import Target

__all__ = ["Assumption", "CustomerFigures", "Measurement", "SavedView", "Target"]
