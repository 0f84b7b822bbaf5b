"""Whom one speaks to at the demo company's customers, where they are, and how they came. Nobody of them lives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from bleib.demo.cast import CAST, TWICE, TWICE_AGAIN
from bleib.demo.colleagues import COLLEAGUES
from bleib.demo.company import Company
from bleib.demo.customers import Customer
from bleib.demo.names import TRADES
from bleib.demo.places import place, street
from bleib.demo.stories import REGULARS_THAT_LEFT, Story

WOMEN = ("Katrin", "Sabine", "Heike", "Petra", "Julia", "Nadine", "Aylin", "Svenja", "Birgit", "Lena", "Martina")
MEN = ("Thomas", "Stefan", "Jörg", "Uwe", "Markus", "Dirk", "Mehmet", "Jan", "Holger", "Tobias", "Günther")
FAMILIES = (
    "Petersen", "Brinkmann", "Kowalski", "Yildiz", "Vogelsang", "Hartwig", "Schröder", "Löffler", "Nowak", "Übelhör",
    "Thalbach", "Eggers", "Wittmann", "Groß", "Sommerfeld", "Ziegler", "Fröhlich", "Kern", "Ostermann", "Dietz",
)  # fmt: skip
POSITIONS = {
    "Einkäufer": ("Einkauf", "Einkauf"), "Meister": ("Werkstatt", "Anwender"), "Buchhalter": ("Buchhaltung",
    "Buchhaltung"), "Geschäftsführer": ("Geschäftsführung", "Entscheider"),
}  # fmt: skip

SOURCES = ("Empfehlung", "Messe", "Außendienst", "Webshop", "Online-Anzeige")
# Who came through an advertisement bought once more often than not; a recommendation lasts.
CAME = {Story.ONE_TIME: (4, 8, 6, 27, 55), Story.STEADY: (38, 20, 24, 14, 4), Story.KEY_ACCOUNT: (45, 25, 30, 0, 0)}
OTHERS_CAME = (22, 20, 24, 20, 14)

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Person:
    """One contact; `role` is a word of the customer list."""

    salutation: str
    first_name: str
    last_name: str
    position: str
    department: str
    role: str
    mail: str


@dataclass(frozen=True)
class Record:
    """What the customer list says of one customer; `owner` is a colleague's address, '' for nobody."""

    number: str
    name: str
    country: str
    street: str
    postcode: str
    city: str
    phone: str
    domain: str
    industry: str
    source: str
    owner: str
    since: date | None
    tags: tuple[str, ...]
    people: tuple[Person, ...]
    standing: str = "Kunde"


def records(company: Company, seed: int = 2) -> list[Record]:
    """One for every customer, in the order of their numbers."""
    first: dict[str, date] = {}
    for line in company.lines:
        if line.customer:
            first.setdefault(line.customer.number, line.at.date())
    taken: dict[str, str] = {}
    named, others = company.customers[-len(CAST) :], company.customers[: -len(CAST)]
    domains = {each.number: domain(each, taken) for each in (*named, *others)}
    return [
        record(customer, since=first[customer.number], domain=domains[customer.number], seed=seed)
        for customer in company.customers
    ]


def record(customer: Customer, *, since: date, domain: str, seed: int) -> Record:
    rng = Random(f"{seed}/people/{customer.number}")
    postcode, city = place(customer.country, customer.region, rng)
    return Record(
        number=customer.number,
        name=customer.name,
        country=customer.country,
        street=street(rng),
        postcode=postcode,
        city=city,
        # Numbers that the Bundesnetzagentur keeps free for films and books.
        phone=f"+49 30 23125 {rng.randrange(1000):03d}" if customer.country == "Deutschland" else "",
        domain=domain,
        industry=next((trade for trade in TRADES if trade in customer.name), "Anlagenbau"),
        source=rng.choices(SOURCES, weights=CAME.get(customer.story, OTHERS_CAME))[0],
        owner=owner(customer),
        since=since,
        tags=tuple(tags(customer, rng)),
        people=tuple(people(customer, domain, rng)),
    )


def domain(customer: Customer, taken: dict[str, str]) -> str:
    """Nobody's (RFC 2606), and nobody else's; the two numbers of one company share theirs."""
    if customer.number == TWICE_AGAIN.number:
        return next(name for name, number in taken.items() if number == TWICE.number)
    word = spelled(customer.name.split()[0])
    name = f"{word}.example" if f"{word}.example" not in taken else f"{word}-{customer.number}.example"
    taken[name] = customer.number
    return name


def owner(customer: Customer) -> str:
    """Nobody looks after Nordwest since its sales rep left."""
    by_role = {each.role: each.email for each in COLLEAGUES}
    if customer.story is Story.KEY_ACCOUNT:
        return by_role["manager"]
    if customer.region == "Nordwest" or customer.story is Story.ONE_TIME:
        return ""
    return by_role["sales" if customer.region in ("Nord", "Ost", "West", "Mitte", "Niederlande") else "manager"]


def tags(customer: Customer, rng: Random) -> Iterator[str]:
    if customer.story in (Story.KEY_ACCOUNT, Story.SILENT_GIANT, Story.GROWING):
        yield "A-Kunde"
    if rng.random() < 0.3:
        yield "Newsletter"
    if customer.story in REGULARS_THAT_LEFT and rng.random() < 0.4:
        yield "Preis zu hoch"


def people(customer: Customer, domain: str, rng: Random) -> Iterator[Person]:
    """One to four, no two with one address."""
    count = 4 if "A-Kunde" in tags(customer, Random(0)) else rng.choice((1, 1, 1, 2))
    families = rng.sample(FAMILIES, count)
    for family, (position, (department, role)) in zip(families, POSITIONS.items(), strict=False):
        woman = rng.random() < 0.5
        first = rng.choice(WOMEN if woman else MEN)
        yield Person(
            salutation="Frau" if woman else "Herr",
            first_name=first,
            last_name=family,
            position=f"{position}in" if woman and position != "Meister" else "Meisterin" if woman else position,
            department=department,
            role=role,
            mail=f"{spelled(first)}.{spelled(family)}@{domain}",
        )


def spelled(word: str) -> str:
    """As addresses spell it."""
    return word.lower().translate(_LETTERS)
