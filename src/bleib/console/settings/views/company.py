"""Company, language, currency, time zone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.settings.forms.company import CompanyForm, CurrencyForm, LanguageForm
from bleib.console.settings.saving import edit
from bleib.figures.api import Company, company, default_language, set_company, set_default_language
from bleib.figures.counting import currency, rename_currency


@requires(Action.EDIT_SETTINGS)
def of_company(request: StaffRequest) -> HttpResponse:
    """Name and address."""
    said = company()
    form = CompanyForm(request.POST or None, initial={"name": said.name, "address": said.address})

    def save() -> None:
        set_company(Company(**form.cleaned_data), by=request.user, now=timezone.now())

    return edit(request, form, save, to="settings", page="company")


@requires(Action.EDIT_SETTINGS)
def language(request: StaffRequest) -> HttpResponse:
    """The language to begin with."""
    form = LanguageForm(request.POST or None, initial={"language": default_language()})

    def save() -> None:
        set_default_language(form.cleaned_data["language"], by=request.user, now=timezone.now())

    return edit(request, form, save, to="settings", page="language")


@requires(Action.EDIT_SETTINGS)
def of_currency(request: StaffRequest) -> HttpResponse:
    """What amounts are said to be in; before the first import there is nothing to change."""
    settled = currency()
    form = CurrencyForm((request.POST or None) if settled else None, initial={"currency": settled})

    def save() -> None:
        rename_currency(form.cleaned_data["currency"], by=request.user, now=timezone.now())

    return edit(request, form, save, to="settings", page="currency", settled=settled)


@requires(Action.EDIT_SETTINGS)
def time_zone(request: StaffRequest) -> HttpResponse:
    """Which one it is, and why a page does not change it."""
    context = {"zone": settings.TIME_ZONE, "now": timezone.localtime(timezone.now())}
    return render(request, "console/settings/time_zone.html", context)
