"""The list of customers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customers.columns import COLUMNS
from bleib.console.customers.filter import ListFilter
from bleib.console.customers.shown import shown_rows
from bleib.customers.models import Customer, Suggestion, Tag
from bleib.figures.api import SavedView
from bleib.figures.listing.pages import COUNTED
from bleib.figures.listing.sorts import SORTS

SIZE = 50


@requires(Action.SEE_CUSTOMERS)
def customers(request: StaffRequest) -> HttpResponse:
    """A page of the list; htmx takes the part that changed. A page begins behind `after`, or ends before `before`."""
    asked = ListFilter(request.GET, reader=request.user)
    listing = asked.listing()
    page = listing.page(SIZE, before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    context = {
        "form": asked,
        "count": min(listing.count, COUNTED),
        "is_large": listing.is_large,
        "page": page,
        "query": asked.query(),
        "gone": asked.asks_for_gone,
        "headings": [_heading(name, asked) for name in asked.columns],
        "name_heading": _sorting("name", asked),
        "rows": shown_rows(page.ids, asked),
        "is_empty": not page.ids and not asked.is_narrowed and not Customer.objects.exists(),
        "views": SavedView.objects.seen_by(request.user),
        "tags": Tag.objects.order_by("name"),
        "suggestions": Suggestion.objects.filter(refused_at=None).exists(),
        **{action.value: request.user.may(action) for action in MAY},
    }
    return render(request, "console/customers/list.html", context)


MAY = (Action.EDIT_CUSTOMERS, Action.MERGE_CUSTOMERS, Action.EXPORT_CUSTOMERS, Action.IMPORT)


def _heading(name: str, asked: ListFilter) -> dict[str, Any]:
    column = COLUMNS[name]
    return {"title": column.title, "numeric": column.numeric, **(_sorting(column.sort, asked) if column.sort else {})}


def _sorting(sort: str, asked: ListFilter) -> dict[str, Any]:
    """Where the title leads: this order, or the other way round where it is this order already."""
    here = asked.sorted_by == sort
    down = not asked.down if here else SORTS[sort].down
    address = f"{reverse('customers')}?{asked.query(sort=sort, order='down' if down else 'up')}"
    return {"address": address, "here": ("descending" if asked.down else "ascending") if here else ""}
