"""The page after signing in: how things stand, what waits, and what to do first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bleib.accounts.access import signed_in
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.templatetags.figures import words_of_reader
from bleib.console.today.gather import today
from bleib.console.today.turned import Asked
from bleib.console.today.work import DEADLINES_WITHIN

CHOICES = ((1, _("since yesterday")), (7, _("7 days")), (30, _("30 days")))


@signed_in("the page that everybody lands on; it shows only what one's role may do")
def start(request: StaffRequest) -> HttpResponse:
    """Today, for somebody with this role; htmx asks for the figures again while they are being measured."""
    asked = Asked.of(request.GET)
    context = {
        "today": today(request.user, words=words_of_reader(), now=timezone.now(), asked=asked),
        "within": DEADLINES_WITHIN,
        "may_aim": request.user.may(Action.EDIT_SETTINGS),
        "may_work": request.user.may(Action.WORK_ON_TASKS),
        "days": asked.days,
        "whose": "mine" if asked.is_mine else "all",
        "choices": CHOICES,
    }
    return render(request, "console/today/today.html", context)
