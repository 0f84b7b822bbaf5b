"""The light of a customer on its page: why, since when, what to do; by hand for a while; a task in one click."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.models import User
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customer.light_section import ORIGIN
from bleib.console.customer.override_form import OverrideForm
from bleib.console.customer.sections import answer, current, rights
from bleib.console.lights.why import Why, reasons, wording_of_reader
from bleib.customers.models import Customer
from bleib.figures.api import show_lights
from bleib.kernel.errors import UsageError
from bleib.lights.api import Colour, Light, lift, light_of, override
from bleib.segments import api as segments
from bleib.tasks.api import Task, ask_colleague

DUE = {Colour.RED: timedelta(days=1), Colour.YELLOW: timedelta(days=7), Colour.GREEN: timedelta(days=7)}


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def by_hand(request: StaffRequest, pk: int) -> HttpResponse:
    """Another light than the rules say, until a day."""
    customer = current(pk)
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return answer(request, customer, "light", override_form=form)
    try:
        override(customer, **form.cleaned_data, by=request.user, now=timezone.now())
    except UsageError as error:  # it has no light, or not any more
        messages.warning(request, str(error))
    _show(customer)
    return answer(request, customer, "light")


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def by_rules(request: StaffRequest, pk: int) -> HttpResponse:
    """The rules judge again."""
    customer = current(pk)
    lift(customer, by=request.user, now=timezone.now())
    _show(customer)
    return answer(request, customer, "light")


@requires(Action.WORK_ON_TASKS)
@require_POST
def task(request: StaffRequest, pk: int) -> HttpResponse:
    """A reason becomes a task of whoever looks after the customer; while it is open, it stays the only one."""
    customer = current(pk)
    found = light_of(customer)
    asked = None if found is None else _asked(found, request.POST.get("rule", ""), by=request.user)
    if request.POST.get("from") == "customer":
        return answer(request, customer, "tasks")
    if request.htmx and asked:  # type: ignore[attr-defined]
        return render(request, "console/parts/light_task.html", {"light": found, "task": asked, **rights(request)})
    return redirect(f"{reverse('customer', args=[customer.pk])}#tasks")


def _asked(light: Light, rule: str, *, by: User) -> Task:
    """The open task of this light, or a new one: its title is the reason, its details are the advice."""
    found = Task.objects.todo().filter(customer=light.customer_id, origin=ORIGIN).first()
    if found is not None:
        return found
    whys = reasons(light, wording_of_reader())
    why = next((each for each in whys if each.rule == rule), whys[0] if whys else None)
    return ask_colleague(
        _title(light, why), text=why.advice if why else "", customer=light.customer, origin=ORIGIN,
        owner=light.customer.owner, due_on=due_on(Colour(light.colour), today=timezone.localdate()),
        by=by, now=timezone.now(),
    )  # fmt: skip


def _title(light: Light, why: Why | None) -> str:
    if why is not None:
        return why.sentence[:200]
    return _("The light is “%(colour)s”: see why") % {"colour": light.get_colour_display()}


def due_on(colour: Colour, *, today: date) -> date:
    """Red ones tomorrow, others within a week; never on a weekend."""
    day = today + DUE[colour]
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _show(customer: Customer) -> None:
    """Where the light is copied to, and who asks for it."""
    show_lights([customer.pk])
    segments.lights_changed([customer.pk])
