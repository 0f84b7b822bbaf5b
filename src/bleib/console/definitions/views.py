"""Every metric explained: meaning, formula, source, and the SQL that computes it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.definitions.shown import shown
from bleib.console.definitions.themes import by_theme


@requires(Action.SEE_FIGURES)
def definitions(request: StaffRequest) -> HttpResponse:
    """All of them by theme, or those that say the words in `q`. htmx asks for the list alone."""
    words = request.GET.get("q", "").strip()
    language = "de" if (get_language() or "de").startswith("de") else "en"
    themes = [(heading, [shown(each, language) for each in found]) for heading, found in by_theme(words)]
    return render(request, "console/definitions/list.html", {"q": words, "themes": themes})
