"""The page that describes the API: made from the description itself, without a script and without foreign hosts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bleib.accounts.access import public
from bleib.api.problems import KINDS
from bleib.api.reference import areas


@public("what can be asked is no secret; the answers are")
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with its scope, what it takes and what it answers."""
    return render(request, "api/docs.html", {"areas": areas(), "problems": KINDS.items()})
