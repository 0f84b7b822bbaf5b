"""The page after signing in: what to do first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from bleib.accounts.access import signed_in
from bleib.accounts.request import StaffRequest
from bleib.console.first_steps import first_steps


@signed_in("the page that everybody lands on; it shows only what one's role may do")
def start(request: StaffRequest) -> HttpResponse:
    """What is to be done first, by somebody with this role."""
    return render(request, "console/start.html", {"steps": first_steps(request.user)})
