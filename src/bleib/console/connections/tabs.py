"""The tabs of connections: one table. Each has a file of its own with its views, and its addresses in urls.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.accounts.request import StaffRequest


@dataclass(frozen=True)
class Tab:
    """A kind of connection: what it is called, and the name of its first address."""

    title: Promise
    view: str


TABS: Sequence[Tab] = (
    Tab(_("Tokens"), "tokens"),
    Tab(_("Events"), "sources"),
    Tab(_("Webhooks"), "webhooks"),
    Tab(_("Pulls"), "pulls"),
)


def page(request: StaffRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page within the tabs; its template extends console/connections/frame.html."""
    tabs = [{"title": tab.title, "address": reverse(tab.view)} for tab in TABS]
    for tab in tabs:
        tab["here"] = request.path.startswith(str(tab["address"]))
    return render(request, f"console/connections/{template}.html", {"tabs": tabs, **context}, status=status)
