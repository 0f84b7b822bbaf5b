"""What was typed, out of the request: as many members as there are, up to a bound that no person reaches."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import QueryDict

from bleib.console.conditions.typed import EVER, JOINS, MEASURES, NO, ROOT, TIMES, YES, Facts, Group, Leaf, Node, Part
from bleib.rules.limits import DEEPEST, MOST_CONDITIONS, MOST_VALUES

MOST_PARTS = 12
LONGEST = 1_000


def typed(data: QueryDict) -> Group:
    """The condition; one empty line where there is none."""
    return _Form(data).group(ROOT, 1)


class _Form:
    def __init__(self, data: QueryDict) -> None:
        self.data, self.left = data, MOST_CONDITIONS

    def group(self, path: str, depth: int) -> Group:
        members = tuple(self._members(path, depth))
        return Group(self._one(f"{path}-join", JOINS), members or (Leaf(),))

    def _members(self, path: str, depth: int) -> Iterator[Node]:
        place = 0
        while (kind := self.data.get(f"{path}-{place}-kind")) and self.left:
            self.left -= 1
            one = f"{path}-{place}"
            yield self.group(one, depth + 1) if kind == "group" and depth < DEEPEST else self.leaf(one)
            place += 1

    def leaf(self, path: str) -> Leaf:
        holds = NO if self._text(f"{path}-holds") == NO else YES
        about, op = self._text(f"{path}-field"), self._text(f"{path}-op")
        return Leaf(about, holds, op, self._values(f"{path}-value"), self._facts(path))

    def _facts(self, path: str) -> Facts:
        return Facts(
            whose=self._text(f"{path}-whose"),
            also=tuple(filter(None, self.data.getlist(f"{path}-also")[:MOST_PARTS])),
            time=self._one(f"{path}-time", TIMES) if f"{path}-time" in self.data else EVER,
            days=self._text(f"{path}-days"), start=self._text(f"{path}-start"), end=self._text(f"{path}-end"),
            measure=self._one(f"{path}-measure", MEASURES), of=self._text(f"{path}-of"),
            where=tuple(self._parts(f"{path}-w")), last=tuple(self._parts(f"{path}-l")),
        )  # fmt: skip

    def _parts(self, path: str) -> Iterator[Part]:
        for place in range(MOST_PARTS):
            if f"{path}{place}-name" not in self.data:
                return
            one = f"{path}{place}"
            yield Part(self._text(f"{one}-name"), self._text(f"{one}-op"), self._values(f"{one}-value"))

    def _text(self, name: str) -> str:
        return str(self.data.get(name, ""))[:LONGEST]

    def _one(self, name: str, known: tuple[str, ...]) -> str:
        text = self._text(name)
        return text if text in known else known[0]

    def _values(self, name: str) -> tuple[str, ...]:
        """Several from boxes that are ticked; one per line of what was written."""
        return tuple(each[:LONGEST] for given in self.data.getlist(name) for each in given.splitlines())[:MOST_VALUES]
