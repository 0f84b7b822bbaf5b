"""One rule: the form with its lines, what it would change, switched on and off, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.editor import Editor
from bleib.console.conditions.naming import free_key
from bleib.console.conditions.wording import language
from bleib.console.lights.area import LIGHTS
from bleib.console.lights.forms import RuleForm, taken_keys
from bleib.console.lights.trials import shown_trial
from bleib.lights.api import (
    FileError,
    LightRule,
    RuleText,
    keep_rule,
    move_rule,
    remove_rule,
    rule_sets,
    stored_definition,
    switch_rule,
    try_definition,
)


@requires(Action.EDIT_LIGHTS)
def new(request: StaffRequest) -> HttpResponse:
    """An empty form, or another rule."""
    return _edited(request, None)


@requires(Action.EDIT_LIGHTS)
def edit(request: StaffRequest, key: str) -> HttpResponse:
    """The rule as it stands, or as it was changed."""
    return _edited(request, get_object_or_404(LightRule.objects.select_related("rule_set"), key=key))


@requires(Action.EDIT_LIGHTS)
@require_POST
def switch(request: StaffRequest, key: str) -> HttpResponse:
    """On or off."""
    rule = get_object_or_404(LightRule, key=key)
    switch_rule(rule.key, active=request.POST.get("active") == "yes", by=request.user, now=timezone.now())
    return redirect("lights")


@requires(Action.EDIT_LIGHTS)
@require_POST
def move(request: StaffRequest, key: str) -> HttpResponse:
    """One place up or down within its set."""
    rule = get_object_or_404(LightRule, key=key)
    move_rule(rule.key, up=request.POST.get("to") == "up", by=request.user, now=timezone.now())
    return redirect("lights")


@requires(Action.EDIT_LIGHTS)
@require_POST
def remove(request: StaffRequest, key: str) -> HttpResponse:
    """For good; it can be entered again."""
    rule = get_object_or_404(LightRule, key=key)
    remove_rule(rule.key, by=request.user, now=timezone.now())
    messages.success(request, _("The rule “%(name)s” is removed.") % {"name": rule.name(language())})
    return redirect("lights")


def _edited(request: StaffRequest, rule: LightRule | None) -> HttpResponse:
    sets = [(each.key, each.name(language())) for each in rule_sets()]
    if request.method != "POST":
        form = RuleForm(sets=sets, initial=RuleForm.shown(rule) if rule else {"rule_set": sets[-1][0] if sets else ""})
        return _page(request, form, Editor.of(rule.condition if rule else None, LIGHTS), rule=rule)
    form, editor = RuleForm(request.POST, sets=sets), Editor.sent(request.POST, LIGHTS)
    if editor.was_changed:  # a button of the editor, without a script
        return _page(request, RuleForm(initial=request.POST.dict(), sets=sets), editor, rule=rule)
    if not form.is_valid() or editor.condition is None:
        return _page(request, form, editor.told(), rule=rule)
    return _kept(request, form, editor, rule=rule)


def _kept(request: StaffRequest, form: RuleForm, editor: Editor, *, rule: LightRule | None) -> HttpResponse:
    """Saved, or what it would change."""
    said, rule_set = _said(rule, form, editor), form.cleaned_data["rule_set"]
    try:
        if request.POST.get("do") == "try":
            trial = try_definition(stored_definition().with_rule(rule_set, RuleText(**said)), now=timezone.now())
            return _page(request, form, editor, rule=rule, **shown_trial(trial))
        keep_rule(rule_set, said, by=request.user, now=timezone.now())
    except FileError as error:
        for _line, problem in error.said_in(get_language()).problems:
            form.add_error(None, f"{problem.what} {problem.todo}")
        return _page(request, form, editor, rule=rule)
    messages.success(request, _("Saved. The worker judges everybody anew; that takes a moment."))
    return redirect("lights")


def _said(rule: LightRule | None, form: RuleForm, editor: Editor) -> Mapping[str, Any]:
    """The rule in the form of the file."""
    name = form.texts("name")
    return {
        "key": rule.key if rule else free_key(name.get("en") or name["de"], taken_keys(), otherwise="rule"),
        "light": form.cleaned_data["light"],
        "when": editor.condition,
        "name": name,
        "because": form.texts("because"),
        "advice": form.texts("advice"),
        "active": rule.is_active if rule else True,
    }


def _page(
    request: StaffRequest, form: RuleForm, editor: Editor, *, rule: LightRule | None, **more: Any
) -> HttpResponse:
    name = rule.name(language()) if rule else ""
    context = {"rule": rule, "name": name, "form": form, "editor": editor, **more}
    return render(request, "console/lights/rule.html", context)
