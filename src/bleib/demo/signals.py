"""What the demo company's customers do besides ordering: they use a portal, ask for help, answer surveys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bleib.demo.agreements import PORTAL, Agreement
from bleib.demo.calendar import is_open, office_hour
from bleib.demo.cast import DETRACTORS, HELD
from bleib.demo.company import Company
from bleib.demo.customers import Customer
from bleib.demo.stories import REGULARS_THAT_LEFT, Story

MODULES = ("Bestellung", "Freigabe", "Suche", "Rechnungen")
SEVERITIES = ("niedrig", "normal", "hoch", "dringend")
WEEKS = 78
# Days before its last order from which on a customer is unhappy; who only waits for an answer has been so for a while.
SOUR_FOR = {
    **dict.fromkeys((*REGULARS_THAT_LEFT, Story.SLOWING), 120),
    **dict.fromkeys((Story.HELD_BY_CONTRACT, Story.DETRACTOR), 60),
}
WAITING = {DETRACTORS[0].number: 9, DETRACTORS[1].number: 16, DETRACTORS[2].number: 4, HELD.number: 23}  # days


@dataclass(frozen=True)
class Use:
    """One module in one week, told on its last working day."""

    day: date
    customer: Customer
    module: str
    times: int
    seconds: int
    errors: int


@dataclass(frozen=True)
class Case:
    """`closed` is None while the customer waits; `first_answer` in minutes."""

    number: str
    customer: Customer
    opened: datetime
    severity: str
    closed: datetime | None
    first_answer: int | None
    score: int | None


@dataclass(frozen=True)
class Answer:
    """To "Would you recommend us?", 0 to 10."""

    number: str
    customer: Customer
    at: datetime
    score: int


def usage(company: Company, agreements: Sequence[Agreement], seed: int = 2) -> list[Use]:
    """Of whoever has the portal; whoever cannot leave yet uses it less and less."""
    found: list[Use] = []
    for agreement in agreements:
        if agreement.service is PORTAL:
            rng = Random(f"{seed}/usage/{agreement.number}")
            found.extend(uses(agreement, company.until, rng))
    return sorted(found, key=lambda use: (use.day, use.customer.number, use.module))


def uses(agreement: Agreement, until: date, rng: Random) -> Iterator[Use]:
    friday = until - timedelta(days=(until.weekday() - 4) % 7 or 7)
    share = 1.0
    for week in range(WEEKS):
        day = friday - timedelta(weeks=WEEKS - 1 - week)
        share *= 0.95 if agreement.customer.story is Story.HELD_BY_CONTRACT else 1.0
        if not agreement.runs(day) or not is_open(day):
            continue
        for module in rng.sample(MODULES, rng.randrange(1, len(MODULES) + 1)):
            times = round(rng.gammavariate(3, 6) * share)
            if times:
                yield Use(day, agreement.customer, module, times, times * rng.randrange(30, 240), rng.randrange(3) // 2)


def cases(company: Company, seed: int = 2) -> list[Case]:
    """In the order in which they came; numbered so."""
    rng = Random(f"{seed}/cases")
    asked = [(office_hour(day, rng), customer) for day, customer in occasions(company, rng)]
    waiting = [
        (office_hour(workday(company.until - timedelta(days=WAITING[each.number])), rng), each)
        for each in company.customers
        if each.number in WAITING
    ]
    told = sorted([*asked, *waiting], key=lambda each: (each[0], each[1].number))
    return [case(f"A{n + 1:05d}", who, when, until=company.until, rng=rng) for n, (when, who) in enumerate(told)]


def occasions(company: Company, rng: Random) -> Iterator[tuple[date, Customer]]:
    """Lines after which somebody asks for help; the unhappy more often."""
    for line in company.lines:
        day = line.at.date()
        if line.customer and rng.random() < (0.05 if unhappy(line.customer, day) else 0.012):
            yield day, line.customer


def case(number: str, customer: Customer, opened: datetime, *, until: date, rng: Random) -> Case:
    severity = rng.choices(SEVERITIES, weights=(30, 45, 20, 5))[0]
    first = round(rng.lognormvariate(4.5, 1.0))
    closed = opened + timedelta(minutes=first + rng.randrange(30, 9_000))
    if closed.date() >= until or (
        customer.number in WAITING and (until - opened.date()).days <= WAITING[customer.number] + 3
    ):
        return Case(number, customer, opened, severity, closed=None, first_answer=None, score=None)
    score = min(5, max(1, round(rng.gauss(2.6 if unhappy(customer, opened.date()) else 4.1, 0.9))))
    return Case(
        number, customer, opened, severity, closed=closed, first_answer=first,
        score=score if rng.random() < 0.45 else None,
    )  # fmt: skip


def answers(company: Company, seed: int = 2) -> list[Answer]:
    """Two surveys a year; the unhappy answer more often, whoever waits every time."""
    rng = Random(f"{seed}/answers")
    found: list[tuple[datetime, Customer, int]] = []
    for back in range(30, 30 + 6 * 182, 182):
        for customer in company.customers:
            sent = company.until - timedelta(days=back)
            willing = 0.35 if unhappy(customer, sent) else 0.12
            if customer_on(customer, sent) and (customer.number in WAITING or rng.random() < willing):
                day = workday(min(sent + timedelta(days=rng.randrange(12)), company.until - timedelta(days=1)))
                found.append((office_hour(day, rng), customer, recommends(customer, day, rng)))
    found.sort(key=lambda each: (each[0], each[1].number))
    return [Answer(f"U{n + 1:05d}", who, when, score) for n, (when, who, score) in enumerate(found)]


def customer_on(customer: Customer, day: date) -> bool:
    """Surveys go to whoever has ordered before; the one held by contract is asked, too."""
    last = customer.active[-1][1] if customer.story is not Story.HELD_BY_CONTRACT else date.max
    return customer.active[0][0] < day < last


def unhappy(customer: Customer, day: date) -> bool:
    """Whether the customer is about to leave, or waits: most say so before they go, and were content until then."""
    sour_for = SOUR_FOR.get(customer.story)
    return sour_for is not None and day >= customer.active[-1][1] - timedelta(days=sour_for)


def recommends(customer: Customer, day: date, rng: Random) -> int:
    if not unhappy(customer, day):
        return min(10, max(0, round(rng.gauss(8.8, 1.2))))
    return rng.randrange(1, 5) if customer.number in WAITING else min(10, max(0, round(rng.gauss(5.2, 1.6))))


def workday(day: date) -> date:
    """The same day or the one before on which somebody works."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day
