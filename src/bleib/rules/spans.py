"""A condition that holds from one day until another: all that time alone decides is of this shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bleib.rules.sql import ALWAYS, FALSE, NEVER, TRUE, Sql, both, day, first_known, latest, when
from bleib.rules.truth import Truth


@dataclass(frozen=True)
class Span:
    """Days on which a condition holds: from `start` up to, but not including, `end`; None is without bound.

    Both are null where the day they count from is not known: then it does not hold. `settled` is the day from which
    what they count from has been what it is; before it there is nothing to say.
    """

    start: Sql | None
    end: Sql | None
    settled: Sql

    def truth(self, as_of: date) -> Truth:
        """What it says on `as_of`."""
        today = day(as_of)
        begun = TRUE if self.start is None else self.start.copy() <= today
        lasting = TRUE if self.end is None else self.end.copy() > today
        return Truth(
            first_known(both(begun, lasting), FALSE), first_known(self._since(today), ALWAYS), self._changes(today)
        )

    def _since(self, today: Sql) -> Sql:
        start = self.settled if self.start is None else latest([self.start, self.settled])
        branches: list[tuple[Sql, Sql]] = [] if self.start is None else [(self.start.copy() > today, self.settled)]
        if self.end is not None:
            branches.append((self.end.copy() <= today, latest([self.end, self.settled])))
        return when(*branches, otherwise=start)

    def _changes(self, today: Sql) -> Sql:
        bounds = [each for each in (self.start, self.end) if each is not None]
        return when(*((each.copy() > today, each) for each in bounds), otherwise=NEVER)
