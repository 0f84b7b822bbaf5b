"""What is in an order: articles, quantities and prices, freight, samples and the odd position entered twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from bleib.demo.catalogue import ARTICLES, FREIGHT, SAMPLE, Article
from bleib.demo.customers import Customer
from bleib.demo.stories import HABITS, Story

CENT = Decimal("0.01")
PRICE_INCREASE = Decimal("1.065")
FREE_FREIGHT_FROM = Decimal(150)
SHARE_WITH_SAMPLE = 0.01
SHARE_ENTERED_TWICE = 0.015
DISCOUNTS = {Story.KEY_ACCOUNT: Decimal("0.88"), Story.STEADY: Decimal("0.97")}


@dataclass(frozen=True)
class Position:
    """`price` is per unit in EUR, `quantity` negative when goods come back."""

    article: Article
    quantity: Decimal
    price: Decimal

    @property
    def amount(self) -> Decimal:
        return cents(self.quantity * self.price)


@dataclass(frozen=True)
class Prices:
    """The price list, raised once for everybody."""

    raised_on: date

    def price(self, article: Article, *, day: date, discount: Decimal = Decimal(1)) -> Decimal:
        increase = PRICE_INCREASE if day >= self.raised_on else Decimal(1)
        return cents(article.price * discount * increase)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def basket(customer: Customer, *, prices: Prices, day: date, rng: Random) -> tuple[Position, ...]:
    habit = HABITS[customer.story]
    discount = DISCOUNTS.get(customer.story, Decimal(1))
    articles = rng.sample(ARTICLES, how_many(habit.positions, rng))
    positions = [
        Position(each, quantity(each, volume=habit.volume, rng=rng), prices.price(each, day=day, discount=discount))
        for each in articles
    ]
    return tuple(positions + extras(positions, prices=prices, day=day, rng=rng))


def extras(positions: list[Position], *, prices: Prices, day: date, rng: Random) -> list[Position]:
    """A position entered twice stays two positions; a sample costs nothing; small orders pay freight."""
    more = []
    if rng.random() < SHARE_ENTERED_TWICE:
        more.append(positions[-1])
    if rng.random() < SHARE_WITH_SAMPLE:
        more.append(Position(SAMPLE, Decimal(1), SAMPLE.price))
    if sum(position.amount for position in positions) < FREE_FREIGHT_FROM:
        more.append(Position(FREIGHT, Decimal(1), prices.price(FREIGHT, day=day)))
    return more


def counter_basket(*, prices: Prices, day: date, rng: Random) -> tuple[Position, ...]:
    """What is carried away over the counter: one to three small things, no freight."""
    articles = rng.sample(ARTICLES, rng.randrange(1, 4))
    return tuple(Position(each, quantity(each, volume=0.2, rng=rng), prices.price(each, day=day)) for each in articles)


def returned(positions: tuple[Position, ...], rng: Random) -> tuple[Position, ...]:
    """Goods that come back: everything in a third of the cases, else one position in part."""
    goods = [position for position in positions if position.amount > 0 and position.article is not FREIGHT]
    if rng.random() < 1 / 3:
        return tuple(replace(position, quantity=-position.quantity) for position in goods)
    some = rng.choice(goods)
    part = max(Decimal(1), (some.quantity * Decimal(rng.choice(["0.25", "0.5"]))).to_integral_value())
    return (replace(some, quantity=-min(part, some.quantity)),)


def how_many(mean: float, rng: Random) -> int:
    """At least one position; geometric, so that a few orders are long."""
    count = 1
    while rng.random() < 1 - 1 / mean and count < len(ARTICLES):
        count += 1
    return count


def quantity(article: Article, *, volume: float, rng: Random) -> Decimal:
    """Whole pieces, or quarters of a metre."""
    amount = article.usual * volume * rng.lognormvariate(0, 0.5)
    if article.unit == "m":
        return max(Decimal(1), Decimal(round(4 * amount))) / 4
    return Decimal(max(1, round(amount)))
