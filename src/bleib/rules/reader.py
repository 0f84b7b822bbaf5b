"""Where problems of a rule are noted while it is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bleib.rules.errors import Problem, instead, shown

# Whoever gets everything wrong mends the first ones first.
MOST_PROBLEMS = 50


class Desk:
    """Notes what is wrong; reading goes on, so that all of it is told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, path: str, what: str, todo: str = "") -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(path, what, todo))

    def once(self, path: str, what: str, todo: str) -> None:
        """The same, for what would be said of every further condition."""
        if Problem(path, what, todo) not in self.problems:
            self.wrong(path, what, todo)

    def only(self, data: Mapping[Any, Any], known: Collection[str], path: str) -> None:
        """Everything in `data` but these names is a problem."""
        for name in data:
            if name not in known:
                self.wrong(f"{path}.{name}", f"{shown(name)} has no meaning here.", instead(name, known))
