"""What other rooms may ask of profiling."""

from bleib.profiling.answering import KnownAlready, answer, decline
from bleib.profiling.askable import Askable, Choice
from bleib.profiling.asking import Question, next_question
from bleib.profiling.forms import QuestionForm
from bleib.profiling.models import Subject, WantedField
from bleib.profiling.wanting import Standing, ask_again, move, rest, reword, want, wantable, wanted_fields

__all__ = [
    "Askable", "Choice", "KnownAlready", "Question", "QuestionForm", "Standing", "Subject", "WantedField", "answer",
    "ask_again", "decline", "move", "next_question", "rest", "reword", "want", "wantable", "wanted_fields",
]  # fmt: skip
