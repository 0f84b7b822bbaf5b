"""The rule of an event: what its name means from now on."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.connections.event_words import shown_rule
from bleib.console.connections.source_forms import RuleForm
from bleib.console.connections.tabs import page
from bleib.ingest.api import EventRule, change_rule


@requires(Action.EDIT_CONNECTIONS)
def event(request: StaffRequest, pk: int) -> HttpResponse:
    """A form with the fields of the type; `?type=` shows those of another one."""
    rule = get_object_or_404(EventRule.objects.select_related("source"), pk=pk)
    asked = (request.POST or request.GET).get("type", rule.type)
    form = RuleForm(request.POST or None, rule=rule, type_=asked)
    if request.method == "POST" and form.is_valid() and _saved(request, rule, form):
        messages.success(request, _("Saved. It counts for events that come from now on."))
        return redirect("source", rule.source_id)
    return page(request, "event", {"rule": rule, "form": form, "shown": shown_rule(rule)})


def _saved(request: StaffRequest, rule: EventRule, form: RuleForm) -> bool:
    try:
        change_rule(rule, says=form.says, by=request.user, now=timezone.now())
    except ValidationError as error:
        for name, told in error.message_dict.items():
            form.add_error(name if name in form.fields else None, told)
        return False
    return True
