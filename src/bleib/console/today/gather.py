"""Everything that Today shows, for a colleague: only what the role may see, and only prepared rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bleib.accounts.models import User
from bleib.accounts.roles import Action
from bleib.console.connections.ill import Ill, ill
from bleib.console.first_steps import Step, first_steps
from bleib.console.today import work
from bleib.console.today.tiles import Score, Tile
from bleib.console.today.turned import Asked, Lights, lights, since_day
from bleib.customers.contract_facts import local_day
from bleib.customers.models import Contract
from bleib.figures.api import Answer, Question, answer, standard, targets
from bleib.report import Plan, Report
from bleib.report.words import Words
from bleib.tasks.api import Task
from bleib.worker.api import status

OLD = timedelta(days=30)  # without any order: then what is read in is probably not everything


@dataclass(frozen=True)
class Figures:
    """The scorecard, or why there is none yet. `before` says whether the period before is measured."""

    answer: Answer
    tiles: Sequence[Tile]
    before: bool
    is_old: bool
    works: bool  # a worker lives

    @property
    def is_awaited(self) -> bool:
        """The page asks again in a moment."""
        return self.answer.is_awaited or self.answer.stale or (bool(self.tiles) and not self.before)


@dataclass(frozen=True)
class Today:
    """The page's parts; None for what this role does not see."""

    day: date
    steps: Sequence[Step]
    figures: Figures | None
    lights: Lights | None
    deadlines: Sequence[Contract] | None
    tasks: Sequence[Task] | None
    imports: Sequence[work.Read] | None
    duplicates: int
    ill: Ill | None

    @property
    def is_new(self) -> bool:
        """Nothing was imported yet: only the first steps make sense."""
        return self.figures is None or self.figures.answer.empty

    @property
    def shows_tasks(self) -> bool:
        """Not beside the first steps; who has no steps to do sees that nothing waits."""
        return self.tasks is not None and not (self.is_new and self.steps)

    @property
    def open_steps(self) -> Sequence[Step]:
        return [step for step in self.steps if not step.done]


def today(user: User, *, words: Words, now: datetime, asked: Asked) -> Today:
    """The page for `user`, with the changes of lights that were asked for."""
    day = local_day(now)
    sees = user.may(Action.SEE_CUSTOMERS)
    return Today(
        day=day,
        steps=first_steps(user),
        figures=_figures(words, now=now) if user.may(Action.SEE_FIGURES) else None,
        lights=lights(user, since=since_day(asked.days, today=day), is_mine=asked.is_mine) if sees else None,
        deadlines=work.deadlines(today=day) if sees else None,
        tasks=work.tasks(user) if user.may(Action.WORK_ON_TASKS) else None,
        imports=work.imports() if user.may(Action.IMPORT) else None,
        duplicates=work.duplicates() if user.may(Action.MERGE_CUSTOMERS) else 0,
        ill=ill(now=now) if user.may(Action.EDIT_CONNECTIONS) else None,
    )


def _figures(words: Words, *, now: datetime) -> Figures:
    """The standard question, and the same windows one period earlier for the trend."""
    said = answer(standard(), now=now)
    earlier = None if said.report is None else _before(said.report, now=now)
    return Figures(
        answer=said,
        tiles=[] if said.report is None else _tiles(said.report, earlier.report if earlier else None, words),
        before=earlier is None or not earlier.is_awaited,
        is_old=said.report is not None and local_day(now) - said.report.last_day > OLD,
        works=any(worker.alive for worker in status((), now=now).workers),
    )


def _before(report: Report, *, now: datetime) -> Answer | None:
    """The answer for windows of the same length that end where the newest one begins; None before the data begin."""
    end, days = report.windows.next.start, report.windows.next.days
    if end - timedelta(days=days) <= report.first_day:
        return None
    return answer(Question(Plan(at=end, days=days)), now=now)


def _tiles(report: Report, before: Report | None, words: Words) -> list[Tile]:
    aims = {each.metric: each.value for each in targets() if not each.slice_by}
    return Score(report, before, aims, words).tiles()
