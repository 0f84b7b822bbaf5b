"""Whose light turned lately, why, what it is worth and who is on it; and where most is at stake and nobody acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q

from bleib.accounts.models import User
from bleib.console.lights.why import Why, reasons, wording_of_reader
from bleib.console.templatetags.figures import words_of_reader
from bleib.figures.api import CustomerFigures, Lit, lit
from bleib.lights.api import Colour, Light, Wording
from bleib.outlook.api import Outlook
from bleib.report.words import Words
from bleib.tasks.api import Task

MOST = 10
MANY = 50  # and a fifth of all: then it was not the customers who changed
STAKED = 500  # of those with most at stake; further down a list of ten is not filled from them
CHANGED = 5_000  # on a day on which rules were edited, everybody may have turned: the newest are weighed
SINCE = (1, 7, 30)  # days; a week where nothing is asked for, so that nobody misses what fell on a day off


@dataclass(frozen=True)
class Asked:
    """Changes of how many days, and whether of one's own customers only."""

    days: int
    is_mine: bool

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Asked:
        """What an address asks for; what makes no sense asks for a week."""
        days = said.get("since", "")
        return cls(int(days) if days in map(str, SINCE) else SINCE[1], said.get("whose") == "mine")


@dataclass(frozen=True)
class Turned:
    """A customer's light with all that a row says, empty where nobody knows.

    `worth`: revenue of its last year; `at_risk`: what of a year's revenue is expected to go; `leave`: how likely,
    unless a reason says so.
    """

    light: Light
    reasons: Sequence[Why]
    worth: str
    at_risk: str
    leave: str
    since: str
    task: Task | None


@dataclass(frozen=True)
class Lights:
    """`worse` and `better` since `since`, the most valuable first; `waiting`: others with most at stake and no task."""

    since: date
    lit: Mapping[Colour, Lit]
    worse: Sequence[Turned]
    worse_count: int
    worse_worth: Decimal | None
    better: Sequence[Light]
    better_count: int
    waiting: Sequence[Turned]
    is_mine: bool

    @property
    def is_empty(self) -> bool:
        """Nobody was judged yet."""
        return not any(each.customers for each in self.lit.values())

    @property
    def is_large(self) -> bool:
        changed, judged = self.worse_count + self.better_count, sum(each.customers for each in self.lit.values())
        return changed > MANY and changed * 5 > judged


def since_day(days: int, *, today: date) -> date:
    """So many days back; who asks on a Monday since yesterday means Friday."""
    day = today - timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4)) if days == 1 else day


def lights(user: User, *, since: date, is_mine: bool) -> Lights:
    """All parts; those of the colleague's own customers if `is_mine`."""
    mine = Q(customer__owner=user) if is_mine else Q()
    changed = _changed(since, mine)
    worse = [each for each in changed if each.is_worse]
    better = [each for each in changed if not each.is_worse]
    shown = {each.customer for each in worse}
    known = [each.worth for each in worse if each.worth is not None]
    return Lights(
        since=since,
        lit=lit(user.pk if is_mine else None),
        worse=_rows([each.customer for each in worse[:MOST]]),
        worse_count=len(worse),
        worse_worth=sum(known, Decimal(0)) if known else None,
        better=_lights([each.customer for each in better[:MOST]]),
        better_count=len(better),
        waiting=_rows(_waiting(mine, but=shown)),
        is_mine=is_mine,
    )


@dataclass(frozen=True)
class _Change:
    customer: int
    is_worse: bool
    worth: Decimal | None
    at_risk: Decimal | None


def _changed(since: date, mine: Q) -> list[_Change]:
    """The newest changes, the most valuable first."""
    rows = Light.objects.changed(since).filter(mine).values_list(
        "customer", "colour", "before", "customer__figures__revenue_year", "customer__outlook__at_risk"
    )[:CHANGED]  # fmt: skip
    found = [
        _Change(customer, Colour(colour).rank > Colour(before).rank, worth, at_risk)
        for customer, colour, before, worth, at_risk in rows
    ]
    return sorted(found, key=lambda each: (each.at_risk or Decimal(0), each.worth or Decimal(0)), reverse=True)


def _waiting(mine: Q, *, but: Iterable[int]) -> list[int]:
    """Who is red or yellow without an open task, with most at stake first; then red ones of whom no forecast says."""
    busy = Exists(Task.objects.open().filter(customer=OuterRef("customer")))
    free = CustomerFigures.objects.filter(~busy, mine).exclude(customer__in=list(but)[:MOST])
    # Along the index of all; of one colleague's customers, who are few, not through everybody's.
    order = F("at_risk") * -1 if mine else "-at_risk"
    some = Outlook.objects.filter(mine, at_risk__gt=0).order_by(order, "customer")
    staked = list(some.values_list("customer", flat=True)[:STAKED])
    unwell = {Colour.RED.rank, Colour.YELLOW.rank}
    known = set(free.filter(customer__in=staked, light__in=unwell).values_list("customer", flat=True))
    first = [each for each in staked if each in known][:MOST]
    red = free.filter(light=Colour.RED.rank).exclude(customer__in=first).order_by("-revenue_year", "-customer")
    return [*first, *red.values_list("customer", flat=True)[: MOST - len(first)]]


def _lights(customers: Sequence[int]) -> list[Light]:
    found = {
        each.customer_id: each
        for each in Light.objects.with_reasons()
        .filter(customer__in=customers)
        .select_related("customer__figures", "customer__outlook", "customer__owner", "override")
    }
    return [found[each] for each in customers if each in found]


def _rows(customers: Sequence[int]) -> list[Turned]:
    if not customers:
        return []
    tasks = {each.customer_id: each for each in Task.objects.todo().filter(customer__in=customers).reverse()}
    wording, words = wording_of_reader(), words_of_reader()
    return [_row(each, wording, words, task=tasks.get(each.customer_id)) for each in _lights(customers)]


def _row(light: Light, wording: Wording, words: Words, *, task: Task | None) -> Turned:
    figures, outlook = getattr(light.customer, "figures", None), getattr(light.customer, "outlook", None)
    whys, leave = reasons(light, wording), words.percent(outlook.leave * 100) if outlook else ""
    return Turned(
        light=light,
        reasons=whys,
        worth=words.compact(figures.revenue_year) if figures and figures.revenue_year is not None else "",
        at_risk=words.compact(outlook.at_risk) if outlook and outlook.at_risk else "",
        leave="" if outlook is None or any(leave in each.sentence for each in whys) else leave,
        since=words.day(light.changed_on if light.before else light.since),
        task=task,
    )
