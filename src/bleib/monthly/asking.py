"""What a monthly report says: the answer to one question. Beside the model, which every command loads."""

from __future__ import annotations

from datetime import datetime

from bleib.figures.api import Answer, Question, answer
from bleib.monthly.models import MonthlyReport
from bleib.report import Plan


def figures_of(report: MonthlyReport, *, now: datetime) -> Answer:
    """What was measured on its month, or word that it is being measured."""
    return answer(Question(Plan(month=report.month)), now=now)
