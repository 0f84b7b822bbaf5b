"""Product codes that are no goods: who buys only these is no customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.settings.forms.words import CodesForm
from bleib.console.settings.saving import edit
from bleib.figures.counting import doubtful_codes, non_goods, set_non_goods


@requires(Action.EDIT_SETTINGS)
def goods(request: StaffRequest) -> HttpResponse:
    """The list, proposals with what they sold, and what a change does."""
    now, listed = timezone.now(), non_goods()
    form = CodesForm(request.POST or None, initial={"codes": "\n".join(listed)})

    def save() -> None:
        ticked = [code for code in request.POST.getlist("also") if code]
        set_non_goods([*form.cleaned_data["codes"], *ticked], by=request.user, now=now)

    found = doubtful_codes(now=now)
    rows = _rows(found or (), listed)
    return edit(request, form, save, to="settings_goods", page="goods", codes=rows, looked=found is not None)


def _rows(found: Sequence[Mapping[str, Any]], listed: Sequence[str]) -> list[dict[str, Any]]:
    """The proposals, those that are listed already marked."""
    amounts = [None if row["amount"] is None else Decimal(row["amount"]) for row in found]
    return [
        {"code": row["code"], "lines": row["lines"], "amount": amount, "listed": row["code"] in listed}
        for row, amount in zip(found, amounts, strict=True)
    ]
