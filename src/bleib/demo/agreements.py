"""The demo company's contracts: services for a monthly fee, with terms, notice, price rises and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bleib.customers.deadlines import Terms
from bleib.demo.baskets import cents
from bleib.demo.calendar import months_before
from bleib.demo.cast import DEADLINE, HELD, NOTICE_IN_DAYS
from bleib.demo.company import Company
from bleib.demo.customers import Customer
from bleib.demo.stories import REGULARS_THAT_LEFT, Story

SHARES = {
    Story.KEY_ACCOUNT: 1.0, Story.STEADY: 0.28, Story.SLOWING: 0.4, Story.STOPPED: 0.3, Story.WON_BACK: 0.25,
    Story.LOST_REGION: 0.3, Story.SILENT_GIANT: 1.0, Story.HELD_BY_CONTRACT: 1.0, Story.GROWING: 1.0,
}  # fmt: skip
RISE = Decimal("1.04")
NOTICE_MONTHS = 3


@dataclass(frozen=True)
class Service:
    """`fee` is in EUR a month for one unit."""

    code: str
    name: str
    fee: Decimal
    group: str = "Dienste"


SERVICES = (
    Service("D-REGAL", "Regalservice: C-Teile werden nachgefüllt", Decimal("34.50")),
    Service("D-WARTUNG", "Wartung der Maschinen", Decimal("58.00")),
    Service("D-PORTAL", "Bestellportal mit Freigaben", Decimal("19.90")),
)
PORTAL = SERVICES[2]


@dataclass(frozen=True)
class Version:
    """From `valid_from` on the contract is worth `amount` a month for `quantity` units."""

    valid_from: date
    amount: Decimal
    quantity: int


@dataclass(frozen=True)
class Agreement:
    """One contract; `ends_on` is its last day, where notice was given."""

    number: str
    customer: Customer
    service: Service
    starts_on: date
    term_months: int
    versions: tuple[Version, ...]
    notice_given_on: date | None = None
    ends_on: date | None = None

    def runs(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def amount(self, day: date) -> Decimal:
        """A month, as agreed on `day`; 0 where it does not run."""
        worth = [each.amount for each in self.versions if each.valid_from <= day]
        return worth[-1] if worth and self.runs(day) else Decimal(0)

    @property
    def terms(self) -> Terms:
        return Terms(self.starts_on, self.ends_on, self.term_months, renewal_months=12, notice=NOTICE_MONTHS)


def agreements(company: Company, seed: int = 2) -> list[Agreement]:
    """All contracts, numbered by customer."""
    found: list[Agreement] = []
    for customer in company.customers:
        rng = Random(f"{seed}/contracts/{customer.number}")
        if customer.number == DEADLINE.number or rng.random() < SHARES.get(customer.story, 0):
            found.append(agreement(f"V{20_001 + len(found)}", customer, until=company.until, rng=rng))
    return found


def agreement(number: str, customer: Customer, *, until: date, rng: Random) -> Agreement:
    term = rng.choice((12, 12, 24))
    service = rng.choice(SERVICES)
    starts = begin(customer, until, rng)
    if customer.number == DEADLINE.number:
        starts = start_with_notice_soon(until, term)
    if customer.number == HELD.number:
        term, starts, service = 36, months_before(until, 22), PORTAL
    given, ends = end(customer, Terms(starts, None, term, renewal_months=12, notice=NOTICE_MONTHS), until)
    versions = tuple(worth(customer, service, Span(starts, ends or until), until=until, rng=rng))
    return Agreement(number, customer, service, starts, term, versions=versions, notice_given_on=given, ends_on=ends)


def begin(customer: Customer, until: date, rng: Random) -> date:
    """The first of a month, some time after the customer's first orders."""
    first, last = customer.active[0]
    months = max((last - first).days // 30 - 4, 1)
    return min(months_before(first + timedelta(days=40 + 30 * rng.randrange(months)), 0), months_before(until, 1))


def start_with_notice_soon(today: date, term: int) -> date:
    """A start from which notice has to arrive in NOTICE_IN_DAYS; not every day is one on which a deadline can end."""
    wanted = today + timedelta(days=NOTICE_IN_DAYS)
    around = months_before(wanted, term - NOTICE_MONTHS) - timedelta(days=40)
    deadlines = {
        day: by
        for day in (around + timedelta(days=n) for n in range(120))
        if (by := Terms(day, None, term, renewal_months=12, notice=NOTICE_MONTHS).next_deadline(today)[1])
    }
    return min(deadlines, key=lambda day: abs((deadlines[day] - wanted).days))


def end(customer: Customer, terms: Terms, until: date) -> tuple[date | None, date | None]:
    """When a regular that left gave notice, and the last day of its contract; both None for the others."""
    if customer.story not in REGULARS_THAT_LEFT:
        return None, None
    given = max(customer.active[-1][1], terms.starts_on) + timedelta(days=12)
    last, _by = terms.next_deadline(given)
    return (given, last) if given < until else (None, None)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`."""

    first: date
    last: date


def worth(customer: Customer, service: Service, span: Span, *, until: date, rng: Random) -> Iterator[Version]:
    """The fee of the beginning, a price rise for everybody, and what was added or given up."""
    quantity = max(1, round(rng.lognormvariate(1.4, 0.6))) * (4 if customer.story is Story.SILENT_GIANT else 1)
    yield Version(span.first, cents(service.fee * quantity), quantity)
    risen = months_before(until, 14)
    steps = {months_before(until, back): change for back, change in changes(customer, rng)} | {risen: 0}
    fee = service.fee
    for day in sorted(day for day in steps if span.first < day <= min(span.last, until)):
        fee = cents(fee * RISE) if day == risen else fee
        quantity = max(1, quantity + steps[day])
        yield Version(day, cents(fee * quantity), quantity)


def changes(customer: Customer, rng: Random) -> list[tuple[int, int]]:
    """(months ago, units more or fewer)."""
    if customer.story is Story.GROWING:
        return [(16, 2), (11, 3), (7, 4), (3, 6)]
    if customer.story is Story.SLOWING:
        return [(rng.randrange(1, 8), -2)]
    return [(rng.randrange(1, 13), rng.choice((1, 1, 2, -1)))] if rng.random() < 0.3 else []
