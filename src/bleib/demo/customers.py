"""The demo company's customers: who they are, and on which days their story lets them order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bleib.demo import names
from bleib.demo.calendar import open_day, season
from bleib.demo.cast import CAST, Character
from bleib.demo.stories import HABITS, Story

# A regular counts as gone for good when it has been silent for this many of its usual gaps.
SILENT_GAPS = 5
# Months between the sales rep's leaving and the end of the data.
REP_LEFT_DAYS = 430


@dataclass(frozen=True)
class Customer:
    """`gap_days` is the usual time between orders; `active` is when the story lets the customer order."""

    number: str
    name: str
    country: str
    region: str
    story: Story
    gap_days: float
    active: tuple[tuple[date, date], ...]


def customers(*, start: date, until: date, seed: int) -> list[Customer]:
    """All customers, numbered in an order that gives no story away, and after them the named ones."""
    rng = Random(f"{seed}/customers")
    stories = [story for story, habit in HABITS.items() for _ in range(habit.customers)]
    rng.shuffle(stories)
    span, families = (start, until), names.families(rng)
    return [
        customer(str(10000 + 7 * place + 1), story=story, family=families[place], span=span, seed=seed)
        for place, story in enumerate(stories)
    ] + [named(character, start=start, until=until) for character in CAST]


def named(character: Character, *, start: date, until: date) -> Customer:
    """A customer whose story is told by name."""
    return Customer(
        number=character.number,
        name=character.name,
        country="Deutschland",
        region=character.region,
        story=character.story,
        gap_days=HABITS[character.story].gap_days,
        active=character.active(start, until),
    )


def customer(number: str, *, story: Story, family: str, span: tuple[date, date], seed: int) -> Customer:
    rng = Random(f"{seed}/customer/{number}")
    lost = story is Story.LOST_REGION
    country = "Deutschland" if lost else names.country(rng)
    region = names.LOST_REGION if lost else names.region(country, rng)
    gap = HABITS[story].gap_days * rng.lognormvariate(0, 0.3)
    return Customer(
        number=number,
        name=names.company_name(family, country, rng),
        country=country,
        region=region,
        story=story,
        gap_days=gap,
        active=active_spans(story, gap=gap, start=span[0], until=span[1], rng=rng),
    )


def active_spans(story: Story, *, gap: float, start: date, until: date, rng: Random) -> tuple[tuple[date, date], ...]:
    """The spans `[from, to)` in which orders may happen; a customer won back has two."""
    begin = arrival(story, start=start, until=until, rng=rng)
    if story is Story.STOPPED:
        silence = max(SILENT_GAPS * gap, rng.uniform(150, 420))
        return ((begin, until - timedelta(days=round(silence))),)
    if story is Story.LOST_REGION:
        silence = max(SILENT_GAPS * gap, REP_LEFT_DAYS - rng.uniform(0, 100))
        return ((begin, until - timedelta(days=round(silence))),)
    if story is Story.WON_BACK:
        back = until - timedelta(days=rng.randrange(120, 330))
        gone = back - timedelta(days=round(max(SILENT_GAPS * gap, rng.uniform(200, 400))))
        return ((begin, gone), (back, until))
    return ((begin, until),)


def arrival(story: Story, *, start: date, until: date, rng: Random) -> date:
    """Half of the regulars were there before the data begins, the others arrive over the years."""
    if story is Story.ONE_TIME:
        return start + timedelta(days=rng.randrange((until - start).days - 10))
    if story in {Story.STEADY, Story.OCCASIONAL} and rng.random() < 0.5:
        return start + timedelta(days=rng.randrange((until - start).days - 60))
    return start + timedelta(days=rng.randrange(60))


def order_days(customer: Customer, rng: Random) -> Iterator[date]:
    """The days on which the customer orders, following its rhythm, the season and its story."""
    for begin, end in customer.active:
        day = open_day(begin, rng)
        stretch = 1.0
        while day < end:
            yield day
            if customer.story is Story.ONE_TIME:
                return
            stretch *= slowdown(customer, day)
            wait = customer.gap_days * stretch * rng.gammavariate(6, 1 / 6) / season(day)
            day = open_day(day + timedelta(days=max(1, round(wait))), rng)


def slowdown(customer: Customer, day: date) -> float:
    """Factor on the gap after each order: a slowing customer takes a third longer every time in the last 16 months.

    A growing one comes a little sooner every time.
    """
    left = (customer.active[-1][1] - day).days
    if customer.story is Story.GROWING:
        return 0.965
    return 1.33 if customer.story is Story.SLOWING and left < 490 else 1.0
