"""A ratio, the aim it is held against, and whether it was met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Verdict:
    """`clock` and `cpu` are the ratio by elapsed and by processor time; without an `aim` it only informs."""

    what: str
    clock: float
    cpu: float | None = None
    aim: float | None = None
    at_least: bool = False
    unit: str = "x"

    @property
    def aimed(self) -> str:
        if self.aim is None:
            return "–"
        return f"{'at least' if self.at_least else 'at most'} {self.aim:g}{self.unit}"

    @property
    def outcome(self) -> str:
        """Met or missed; where clock and processor disagree, by which of the two."""
        if self.aim is None:
            return "–"
        by_clock, by_cpu = self._meets(self.clock), self._meets(self.clock if self.cpu is None else self.cpu)
        if by_clock == by_cpu:
            return "met" if by_clock else "**missed**"
        return (
            "met by the clock, **missed** by processor time"
            if by_clock
            else "**missed** by the clock, met by processor time"
        )

    def _meets(self, ratio: float) -> bool:
        assert self.aim is not None
        return ratio >= self.aim if self.at_least else ratio <= self.aim


class Spent(Protocol):
    """Anything that knows how long it took."""

    @property
    def seconds(self) -> float: ...

    @property
    def cpu(self) -> float: ...


def ratio(what: str, ours: Spent, theirs: Spent, *, aim: float | None = None, at_least: bool = False) -> Verdict:
    """Ratio of two costs by the clock and by processor time."""
    return Verdict(what, ours.seconds / theirs.seconds, ours.cpu / theirs.cpu, aim, at_least=at_least)
