"""What other rooms may ask of what was measured."""

from __future__ import annotations

from bleib.figures.answer import Answer, answer, asked
from bleib.figures.answer_members import Behind, Figure, Member, behind, figure_of
from bleib.figures.assumptions import assume, assumptions, forget_assumption, own_figures
from bleib.figures.company import Company, company, default_language, set_company, set_default_language
from bleib.figures.customer_figures import (
    figures_of,
    is_everybody_due,
    refresh_everybody,
    refresh_figures,
    refresh_recurring,
)
from bleib.figures.models import Assumption, CustomerFigures, Measurement, SavedView, Target
from bleib.figures.question import SLICES, Question, standard
from bleib.figures.shown_lights import Lit, lit, show_lights
from bleib.figures.targets import remove_target, set_target, target_for, targets

__all__ = [
    "SLICES", "Answer", "Assumption", "Behind", "Company", "CustomerFigures", "Figure", "Lit", "Measurement", "Member",
    "Question", "SavedView", "Target", "answer", "asked", "assume", "assumptions", "behind", "company",
    "default_language", "figure_of", "figures_of", "forget_assumption", "is_everybody_due", "lit", "own_figures",
    "refresh_everybody", "refresh_figures", "refresh_recurring", "remove_target", "set_company",
    "set_default_language", "set_target", "show_lights", "standard", "target_for", "targets",
]  # fmt: skip
