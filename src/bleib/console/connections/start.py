"""Where the sidebar leads: the first tab."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.connections.tabs import TABS


@requires(Action.EDIT_CONNECTIONS)
def connections(_request: StaffRequest) -> HttpResponse:
    """The first tab."""
    return redirect(TABS[0].view)
