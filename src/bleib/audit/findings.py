"""What verifying can find, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext, gettext_lazy


class Problem(models.TextChoices):
    """What is wrong. The last two are remarks."""

    MISSING = "missing", gettext_lazy("Entry %(entry)s was removed.")
    CHANGED = "changed", gettext_lazy("Entry %(entry)s was changed.")
    EMPTIED = "emptied", gettext_lazy("Entry %(entry)s was emptied, but nobody it is about was erased.")
    LINK_MISSING = "link missing", gettext_lazy("Links %(text)s of the chain were removed.")
    LINK_CHANGED = "link changed", gettext_lazy("Link %(text)s of the chain was changed (entry %(entry)s).")
    REWRITTEN = "rewritten", gettext_lazy("Link %(text)s is not the one that was noted outside the database.")
    CUT = "cut", gettext_lazy("The chain ends too early (%(text)s): its end was removed, or an older backup restored.")
    UNGUARDED = "unguarded", gettext_lazy("The database no longer refuses changes: the trigger %(text)s is missing.")
    LATE = "late", gettext_lazy("Entry %(entry)s was sealed more than a day after it is said to be written.")
    UNSEALED = "unsealed", gettext_lazy("%(text)s entries are not sealed yet.")


REMARKS = (Problem.LATE, Problem.UNSEALED)


@dataclass(frozen=True)
class Finding:
    """One problem, with the number of the entry where there is one."""

    problem: Problem
    entry: int | None = None
    text: str = ""

    @property
    def is_fault(self) -> bool:
        return self.problem not in REMARKS

    def __str__(self) -> str:
        return gettext(str(self.problem.label)) % {"entry": self.entry, "text": self.text}
