"""Search: customers, people, contracts, products; order numbers in the history, which are asked for on Enter only."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.customers.models import Customer
from bleib.customers.search import Found, search
from bleib.history.api import customers_of_order

SUGGESTED, MOST = 5, 25
SHORTEST_ORDER = 3


@requires(Action.SEE_CUSTOMERS)
def everything(request: StaffRequest) -> HttpResponse:
    """All that was found; a number that is one customer's and nobody else's is still a list of one."""
    text = _text(request)
    found = search(text, limit=MOST)
    context = _context(text, found) | {"orders": _orders(text), "most": MOST}
    return render(request, "console/search/page.html", context)


@requires(Action.SEE_CUSTOMERS)
def suggestions(request: StaffRequest) -> HttpResponse:
    """The first few, below the box."""
    text = _text(request)
    return render(request, "console/search/suggestions.html", _context(text, search(text, limit=SUGGESTED)))


def _text(request: StaffRequest) -> str:
    return request.GET.get("q", "").strip()


def _context(text: str, found: Found) -> dict[str, Any]:
    return {"q": text, "found": found}


def _orders(text: str) -> list[dict[str, Any]]:
    """Orders, cases and contracts of the history whose number begins so, with their customers."""
    if len(text) < SHORTEST_ORDER or not any(letter.isdigit() for letter in text) or "\0" in text:
        return []
    rows = customers_of_order(text, limit=MOST)
    known = {each.number: each for each in Customer.objects.filter(number__in={number for _ref, number, _day in rows})}
    return [{"ref": ref, "customer": known[number], "day": day} for ref, number, day in rows if number in known]
