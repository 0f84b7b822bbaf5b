"""Whom a condition holds for, before it is a segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bleib.customers.models import Contact, Customer
from bleib.history.models import Setting
from bleib.kernel.intervals import wilson
from bleib.lights.api import Colour
from bleib.rules.conditions import Rule
from bleib.rules.errors import RuleError
from bleib.rules.parsing import parse
from bleib.rules.sentences import sentence as said
from bleib.segments.asking import Asking, opened
from bleib.segments.models import Subject
from bleib.segments.references import inlined
from bleib.segments.sample import Sample
from bleib.segments.stored import stored_definition
from bleib.segments.understanding import parsed
from bleib.segments.vocabulary import vocabulary

SAMPLE = 20
IT = "this condition"  # no key of a segment: it has blanks
DIGITS = 3  # of an estimate
TOGETHER = "select coalesce(sum(n * n), 0)::bigint as squares from (select count(*) as n from found group by customer)"


@dataclass(frozen=True)
class Sampled:
    """One for whom the condition holds. `contact`: of a condition about contacts. `light`: the customer's, if any."""

    customer: Customer
    contact: Contact | None
    light: Colour | None
    since: date | None


@dataclass(frozen=True)
class Estimate:
    """Of how many customers a number was estimated, and between which bounds it lies 95 times of 100."""

    customers: int
    of: int
    low: int
    high: int

    @property
    def share(self) -> float:
        """In percent."""
        return 100 * self.customers / self.of


@dataclass(frozen=True)
class Preview:
    """`count`: for how many customers (or contacts) the condition holds, of `all`. `sample`: the first by number.
    `lights`: how many of them, or of their customers, have which light. `estimate`: None where everybody was asked."""

    count: int
    all: int
    sample: Sequence[Sampled]
    lights: Mapping[Colour, int]
    estimate: Estimate | None = None


def whole(condition: object, subject: str) -> Rule:
    """The condition with those of the segments that it asks for. RuleError with all problems."""
    rule = parse(condition, vocabulary(subject))
    return inlined({**parsed(stored_definition()), IT: rule})[IT]


def preview(condition: object, *, subject: str = Subject.CUSTOMER, now: datetime, most: int = SAMPLE) -> Preview:
    """Whom it holds for now, by facts that are no longer pending; nothing is kept. RuleError with all problems."""
    rule = whole(condition, subject)
    with opened(None, now=now) as asking:
        return found(asking, rule, most=most)


def estimated(sample: Sample, rule: Rule, *, most: int = SAMPLE) -> Preview:
    """The same of some of the customers, told for all of them."""
    exact = found(sample.asking, rule, most=most)
    everybody = sample.contacts if rule.subject == Subject.CONTACT else sample.of
    asked = sample.asking.engine.run(TOGETHER).to_pylist()[0]["squares"]
    low, high = bounds(exact.count, exact.all, squares=asked)
    customers = sample.of / max(sample.customers, 1)
    return replace(
        exact,
        count=_rounded(everybody * exact.count / max(exact.all, 1)),
        all=everybody,
        lights={colour: _rounded(n * customers) for colour, n in exact.lights.items()},
        estimate=Estimate(sample.customers, sample.of, _rounded(low * everybody), _rounded(high * everybody)),
    )


def bounds(count: int, of: int, *, squares: int) -> tuple[float, float]:
    """Between which shares of everybody the one of a sample most likely lies, 95 times of 100 or more.

    Customers were drawn, not contacts: those of one customer may all be alike, as where a condition is about the
    customer. `squares`: the sum over customers of how many were asked squared. Then so many as of² / squares say
    something of their own. Source: Kish (1965), Survey Sampling, ch. 5, with an intraclass correlation of 1.
    """
    if not of:
        return 0.0, 1.0
    own = of * of / squares
    return wilson(count / of * own, own) or (0.0, 1.0)


def found(asking: Asking, rule: Rule, *, most: int) -> Preview:
    """Of those that are asked about."""
    subject = Subject(rule.subject)
    asking.who({"it": rule}, subject, into="found", more=("light",))
    key = "contact_id" if subject == Subject.CONTACT else "customer_id"
    engine = asking.engine
    everybody = engine.run("select count(*) as n, count(*) filter (where it) as held from found").to_pylist()[0]
    each = "distinct customer" if subject == Subject.CONTACT else "*"  # lights are those of customers
    held = f"select found.{key}, found.customer, found.it__since, light from found join attributes using ({key})"
    lit = engine.run(f"select light, count({each}) as n from ({held} where it) group by 1").to_pylist()
    rows = engine.run(f"{held} where it order by 2, 1 limit {int(most)}").to_pylist()
    lights = {row["light"]: row["n"] for row in lit}
    by_colour = {colour: lights.get(colour.value, 0) for colour in Colour}
    return Preview(everybody["held"], everybody["n"], _sample(rows, subject), by_colour)


def sentence(condition: object, subject: str, lang: str) -> str:
    """A condition in words; as it stands where it names what is gone."""
    try:
        return said(parse(condition, vocabulary(subject)), lang, currency=Setting.read("currency", "EUR"))
    except RuleError:
        return str(condition)


def _rounded(number: float) -> int:
    """To as many digits as an estimate has."""
    whole_number = round(number)
    return round(whole_number, DIGITS - len(str(whole_number))) if whole_number >= 10**DIGITS else whole_number


def _sample(rows: Sequence[Mapping[str, Any]], subject: str) -> list[Sampled]:
    if subject == Subject.CONTACT:
        contacts = Contact.objects.select_related("customer").in_bulk([row["contact_id"] for row in rows])
        known = ((row, contacts[row["contact_id"]]) for row in rows if row["contact_id"] in contacts)
        return [_one(row, contact.customer, contact) for row, contact in known]
    customers = Customer.objects.select_related("owner").in_bulk([row["customer_id"] for row in rows])
    return [_one(row, customers[row["customer_id"]], None) for row in rows if row["customer_id"] in customers]


def _one(row: Mapping[str, Any], customer: Customer, contact: Contact | None) -> Sampled:
    return Sampled(customer, contact, Colour(row["light"]) if row["light"] else None, row["it__since"])
