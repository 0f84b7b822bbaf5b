"""Lists of customers: every order and filter, walked forwards and backwards, is the same sequence as sorted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from bleib.customers.models import Customer, Standing, Tag
from bleib.figures.light_key import RANKS
from bleib.figures.listing import pages
from bleib.figures.listing.pages import Listing
from bleib.figures.listing.sorts import SORTS
from bleib.figures.listing.wanted import Wanted
from bleib.figures.models import CustomerFigures

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
SIZE = 7


@pytest.fixture
def company():
    """Sixty customers, many of them alike; a few without name, without figures, merged or erased."""
    dice, tag = Random(4), Tag.objects.create(name="A-Kunde")
    for number in range(60):
        each = Customer.objects.create(
            number=f"{100 + number}", name=dice.choice(["", "Äpfel AG", "apfel", "Zebra", "öl 100% KG", "Oel"]),
            country=dice.choice(["DE", "AT", ""]), acquired_through=dice.choice(["", "Messe"]), created_at=NOW,
        )  # fmt: skip
        Standing.objects.create(customer=each, kind=dice.choice(["prospect", "customer"]), since=NOW)
        if number % 3:
            each.tags.add(tag)
        if number % 5:
            orders = dice.choice([0, 1, 1, 2])
            CustomerFigures.objects.create(
                customer=each, orders=orders, revenue=dice.choice([None, 10, 12.34]) if orders else None,
                revenue_year=dice.choice([0, 5]) if orders else None,
                last_on=dice.choice([date(2026, 1, 1), date(2026, 1, 2)]) if orders else None,
                overdue_on=dice.choice([None, date(2026, 2, 1), date(2027, 1, 1)]) if orders > 1 else None,
                mrr=dice.choice([None, 3]), light=dice.choice([None, 1, 2, 3]),
            )  # fmt: skip
    Customer.objects.filter(number="101").update(merged_into=Customer.objects.get(number="102"))
    Customer.objects.filter(number="103").update(number="erased-103")


FILTERS = {
    "everybody": {},
    "text": {"text": "ö"},
    "number": {"text": "11"},
    "percent": {"text": "ÖL 100%"},
    "country": {"country": "DE"},
    "tag": {"tag": True},
    "standing": {"standing": "customer"},
    "through": {"through": "Messe"},
    "new": {"orders": "new"},
    "regular": {"orders": "regular"},
    "no orders": {"orders": "none"},
    "overdue": {"overdue": "yes"},
    "not overdue": {"overdue": "no"},
    "contract": {"contract": "yes"},
    "no contract": {"contract": "no"},
    "red": {"light": "red"},
    "several": {"country": "DE", "tag": True, "contract": "no", "standing": "prospect"},
}


def wanted(**filters):
    if "tag" in filters:
        filters["tag"] = Tag.objects.get().pk
    return Wanted(TODAY, **filters)


def fits(each: Customer, say) -> bool:
    figures = getattr(each, "figures", None) or CustomerFigures()
    plain = {"ä": "a", "ö": "o"}
    fold = lambda text: "".join(plain.get(letter, letter) for letter in text.lower())  # noqa: E731
    text, orders = say.get("text", ""), {"none": [0], "new": [1], "regular": [2]}.get(say.get("orders"), [0, 1, 2])
    overdue = figures.overdue_on is not None and figures.overdue_on <= TODAY
    return (
        (fold(each.name or each.number).startswith(fold(text)) or each.number.startswith(text))
        and say.get("country", each.country) == each.country
        and say.get("through", each.acquired_through) == each.acquired_through
        and (not say.get("tag") or each.tags.exists())
        and say.get("standing", each.standing) == each.standing
        and figures.orders in orders
        and ("light" not in say or figures.light == RANKS[say["light"]])
        and say.get("overdue", "yes" if overdue else "no") == ("yes" if overdue else "no")
        and say.get("contract", "no" if figures.mrr is None else "yes") == ("no" if figures.mrr is None else "yes")
    )


def expected(say) -> set[str]:
    alive = Customer.objects.filter(merged_into=None).exclude(number__startswith="erased-")
    return {each.number for each in alive.select_related("figures") if fits(each, say)}


def walked(listing) -> list[int]:
    return [id for ids in listing.every(SIZE) for id in ids]


def walked_back(listing) -> list[int]:
    """From the last page to the first, by the links "previous"."""
    found = listing.page(SIZE)
    while found.after:
        found = listing.page(SIZE, after=found.after)
    ids = [*found.ids]
    while found.before:
        found = listing.page(SIZE, before=found.before)
        ids = [*found.ids, *ids]
    return ids


@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("counted", [10_000, -1], ids=["gathered", "walked"])
def test_every_order_shows_everybody_who_fits_once(company, monkeypatch, filters, counted):
    monkeypatch.setattr(pages, "GATHERED", counted)
    numbers = dict(Customer.objects.values_list("pk", "number"))
    right = expected(filters)
    for sort in SORTS.values():
        for down in (True, False):
            listing = Listing.of(wanted(**filters), sort, down=down)
            ids = walked(listing)
            assert {numbers[id] for id in ids} == right
            assert len(ids) == len(right)
            assert walked_back(listing) == ids


@pytest.mark.parametrize("counted", [10_000, -1], ids=["gathered", "walked"])
def test_the_largest_come_first_and_who_has_no_value_last(company, monkeypatch, counted):
    monkeypatch.setattr(pages, "GATHERED", counted)
    figures = CustomerFigures.objects.in_bulk()
    values = [
        getattr(figures.get(id), "last_on", None) for id in walked(Listing.of(wanted(), SORTS["last_on"], down=True))
    ]
    known = [value for value in values if value]
    assert known == sorted(known, reverse=True)
    assert values == [*known, *[None] * (len(values) - len(known))]


@pytest.mark.parametrize("counted", [10_000, -1], ids=["gathered", "walked"])
def test_the_worst_light_comes_first_and_within_it_the_most_revenue(company, monkeypatch, counted):
    monkeypatch.setattr(pages, "GATHERED", counted)
    figures = CustomerFigures.objects.in_bulk()
    found = [figures[id] for id in walked(Listing.of(wanted(), SORTS["light"], down=True)) if id in figures]
    lit = [(each.light, each.revenue_year or 0) for each in found if each.light]
    assert lit == sorted(lit, reverse=True)
    assert {each.light for each in found[len(lit) :]} == {None}


def test_names_are_sorted_without_case_and_umlauts_and_numbers_stand_for_them(company):
    names = dict(Customer.objects.values_list("pk", "name"))
    found = [names[id] for id in walked(Listing.of(wanted(), SORTS["name"], down=False))]
    distinct = list(dict.fromkeys(found))
    assert distinct == ["", "apfel", "Äpfel AG", "Oel", "öl 100% KG", "Zebra"]


def test_a_place_that_is_none_shows_the_first_page(company):
    listing = Listing.of(wanted(), SORTS["revenue"], down=True)
    assert listing.page(SIZE, after="nonsense") == listing.page(SIZE)
    assert listing.page(SIZE, before="WyJ4IiwxXQ") == listing.page(SIZE)


def test_more_than_were_counted_is_said(company, monkeypatch):
    monkeypatch.setattr(pages, "COUNTED", 20)
    listing = Listing.of(wanted(), SORTS["name"], down=False)
    assert (listing.count, listing.is_large) == (21, True)
