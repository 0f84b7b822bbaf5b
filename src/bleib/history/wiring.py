"""Words for the table in `config/wiring.py`: who acts on facts, and who hears of changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bleib.history.fact_types import TYPES
from bleib.kernel.errors import UsageError


@dataclass(frozen=True)
class Handler:
    """Acts on facts of certain types, once per fact, as long as they are `fresh`.

    `act(facts, now=...)` gets a list of facts and works in the transaction in which it is noted that they were acted
    on: it changes only the database, and calls nothing outside. Facts that happened longer ago than `fresh` are left
    alone: three imported years send no mail. `wants` says which of its types it acts on at this moment; of the others
    nothing is noted.
    """

    name: str
    act: Callable[..., Any]
    fresh: timedelta
    wants: Callable[[], Collection[str]] | None = None

    def wanted(self, types: Collection[str]) -> Collection[str]:
        """Those of `types` that it acts on now."""
        return types if self.wants is None else sorted({*types} & {*self.wants()})


@dataclass(frozen=True)
class Listener:
    """Hears of every change, however old its facts are: `run(change, now=...)`.

    It recomputes, so that hearing twice does no harm. `first`: handlers act only when it is done.
    `sums_up`: it brings everything up to date at once, so one call stands for all changes that wait.
    """

    name: str
    run: Callable[..., Any]
    first: bool = False
    sums_up: bool = False


class Wiring:
    """The whole table. Raises UsageError where a fact type is unknown or two of one name differ."""

    def __init__(self, when: Mapping[str, Sequence[Handler]], on_change: Sequence[Listener]) -> None:
        self.listeners = {listener.name: listener for listener in on_change}
        self.handlers = {handler.name: handler for handlers in when.values() for handler in handlers}
        self.types = {
            name: tuple(sorted(kind for kind, handlers in when.items() if handler in handlers))
            for name, handler in self.handlers.items()
        }
        self._check(when, on_change)

    def _check(self, when: Mapping[str, Sequence[Handler]], on_change: Sequence[Listener]) -> None:
        if unknown := sorted(when.keys() - TYPES.keys()):
            raise UsageError(f"Nobody records facts of the type {unknown[0]!r}. fact_types.py lists them.")
        distinct = {handler for handlers in when.values() for handler in handlers}
        if len(distinct) > len(self.handlers) or len(on_change) > len(self.listeners):
            raise UsageError("Two in the wiring have the same name. What was done is noted under it: rename one.")
