"""The frame of pages that answer a question about all customers or a slice: Retention, Value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.retention import belonging
from bleib.console.retention.forms import QuestionForm
from bleib.console.retention.links import Links
from bleib.console.templatetags.figures import words_of_reader
from bleib.figures.api import Answer, answer, standard
from bleib.worker.api import status

Shown = Callable[[Answer, QuestionForm, Links], Mapping[str, Any]]


def answered(request: StaffRequest, template: str, shown: Shown) -> HttpResponse:
    """The page for the question in the address. `shown`: what it says of an answer that has figures.

    htmx hears whether the figures are there; without them the page says how far measuring is.
    """
    now = timezone.now()
    form = QuestionForm(request.GET, known=answer(standard(), now=now))
    found = answer(form.question, now=now)
    if request.htmx:  # type: ignore[attr-defined]
        return polled(found)
    links = Links(found.key, allowed=request.user.may(Action.SEE_CUSTOMERS))
    words = words_of_reader()
    untold = belonging.untold(found, words)
    said = shown(found, form, links) if found.report and not untold else {}
    whom = {"untold": untold, "counted": belonging.told(found, words)}
    return render(request, template, {"form": form, **waiting(found), **whom, **said})


def polled(found: Answer) -> HttpResponse:
    """What a waiting page hears: nothing yet, or that it may load itself again."""
    return HttpResponse(status=204) if found.is_awaited else HttpResponseClientRefresh()


def waiting(found: Answer) -> dict[str, Any]:
    """What the part that says how far measuring is needs: the answer, and whether anybody measures."""
    alive = any(worker.alive for worker in status((), now=timezone.now()).workers)
    return {"answer": found, "works": alive}
