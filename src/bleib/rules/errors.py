"""What is wrong with a rule: where, what, and what to do; everything at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from reprlib import Repr

from bleib.kernel.errors import UsageError
from bleib.rules.german import in_german

# Who misspells a name is shown some that there are, not three hundred.
SHOWN = 12


@dataclass(frozen=True)
class Problem:
    """`path` is a JSON path from the rule ($) to the place; `what` is wrong there and `todo` mends it."""

    path: str
    what: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.what}{f' {self.todo}' if self.todo else ''}"

    def said_in(self, lang: str) -> Problem:
        """The same in German (`de`); in any other language as it is."""
        return Problem(self.path, in_german(self.what), in_german(self.todo)) if lang == "de" else self


class RuleError(UsageError):
    """A rule cannot be understood. `problems` are all that were found, in the order in which they stand in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(each) for each in self.problems))

    def under(self, place: str) -> RuleError:
        """The same problems, for a rule that stands at `place` in something larger: "$.rules[3].condition"."""
        return RuleError([Problem(place + each.path[1:], each.what, each.todo) for each in self.problems])


_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60


def shown(given: object) -> str:
    """What somebody wrote, however long or deep it is, as a few words."""
    return _SHORT.repr(given)


def instead(given: object, known: Iterable[str]) -> str:
    """What to write instead of a name that is not there."""
    names = list(known)
    close = get_close_matches(given if isinstance(given, str) else shown(given), names, n=3, cutoff=0.6)
    if close:
        return f"Did you mean {' or '.join(repr(each) for each in close)}?"
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"There are: {', '.join(names[:SHOWN])}{more}." if names else "There are none."
