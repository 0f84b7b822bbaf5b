"""All settings on one page, each with what it says now; and what each role may do."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from bleib.accounts.access import requires
from bleib.accounts.models import User
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import ALLOWED, Action, Role
from bleib.console.settings.cards import cards


@requires(Action.EDIT_SETTINGS)
def overview(request: StaffRequest) -> HttpResponse:
    """Cards that lead to one page each."""
    return render(request, "console/settings/overview.html", {"groups": cards()})


@requires(Action.EDIT_SETTINGS)
def roles(request: StaffRequest) -> HttpResponse:
    """The table of roles and actions, which is part of Bleib; who has which role is a setting."""
    people = {role: User.objects.filter(role=role, is_active=True).count() for role in Role}
    rows = [(action.label, [action in ALLOWED[role] for role in Role]) for action in Action]
    heads = [(role.label, people[role]) for role in Role]
    return render(request, "console/settings/roles.html", {"heads": heads, "rows": rows})
