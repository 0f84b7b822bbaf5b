"""A set of rules: its name and for whom it is. Its rules are edited one by one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.editor import Editor
from bleib.console.conditions.naming import free_key
from bleib.console.conditions.wording import language
from bleib.console.lights.area import LIGHTS
from bleib.console.lights.forms import SetForm, taken_keys
from bleib.lights.api import FileError, RuleSet, keep_set, move_set, remove_set


@requires(Action.EDIT_LIGHTS)
def new(request: StaffRequest) -> HttpResponse:
    """An empty form, or another set; it is asked before all others."""
    return _edited(request, None)


@requires(Action.EDIT_LIGHTS)
def edit(request: StaffRequest, key: str) -> HttpResponse:
    """Name and for whom."""
    return _edited(request, get_object_or_404(RuleSet, key=key))


@requires(Action.EDIT_LIGHTS)
@require_POST
def move(request: StaffRequest, key: str) -> HttpResponse:
    """One place up or down: the upper one is asked first."""
    found = get_object_or_404(RuleSet, key=key)
    move_set(found.key, up=request.POST.get("to") == "up", by=request.user, now=timezone.now())
    return redirect("lights")


@requires(Action.EDIT_LIGHTS)
@require_POST
def remove(request: StaffRequest, key: str) -> HttpResponse:
    """The set and its rules; without any set nobody would be judged."""
    found = get_object_or_404(RuleSet, key=key)
    if RuleSet.objects.count() == 1:
        messages.warning(request, _("This is the only set of rules: switch its rules off instead."))
        return redirect("lights")
    remove_set(found.key, by=request.user, now=timezone.now())
    messages.success(request, _("The set “%(name)s” and its rules are removed.") % {"name": found.name(language())})
    return redirect("lights")


def _edited(request: StaffRequest, found: RuleSet | None) -> HttpResponse:
    if request.method != "POST":
        initial = {"name_de": found.name_de, "name_en": found.name_en, "goes_on": found.goes_on} if found else {}
        return _page(
            request, SetForm(initial=initial), Editor.of(found.applies if found else None, LIGHTS), found=found
        )
    form, editor = SetForm(request.POST), Editor.sent(request.POST, LIGHTS)
    if editor.was_changed:
        return _page(request, SetForm(initial=request.POST.dict()), editor, found=found)
    everybody = request.POST.get("whom") == "everybody"
    if not form.is_valid() or not (everybody or editor.condition is not None):
        return _page(request, form, editor.told(), found=found)
    return _kept(request, form, editor, found=found, everybody=everybody)


def _kept(
    request: StaffRequest, form: SetForm, editor: Editor, *, found: RuleSet | None, everybody: bool
) -> HttpResponse:
    name = form.texts("name")
    key = found.key if found else free_key(name.get("en") or name["de"], taken_keys(), otherwise="rule")
    try:
        keep_set(
            key, name=name, applies=None if everybody else editor.condition, goes_on=form.cleaned_data["goes_on"],
            by=request.user, now=timezone.now(),
        )  # fmt: skip
    except FileError as error:
        for _line, problem in error.said_in(language()).problems:
            form.add_error(None, f"{problem.what} {problem.todo}")
        return _page(request, form, editor, found=found)
    messages.success(request, _("Saved. The worker judges everybody anew; that takes a moment."))
    return redirect("lights")


def _page(request: StaffRequest, form: SetForm, editor: Editor, *, found: RuleSet | None) -> HttpResponse:
    everybody = request.POST.get("whom") == "everybody" if request.POST else found is not None and found.applies is None
    name = found.name(language()) if found else ""
    context = {"set": found, "name": name, "form": form, "editor": editor, "everybody": everybody}
    return render(request, "console/lights/set.html", context)
