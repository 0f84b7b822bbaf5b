"""One colleague: role, account, second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts import api
from bleib.accounts.access import requires
from bleib.accounts.forms import NameForm
from bleib.accounts.models import User
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import ALLOWED, Action, Role


@requires(Action.EDIT_STAFF)
def colleague(request: StaffRequest, pk: int) -> HttpResponse:
    """What this colleague may do, and what can be done about the account."""
    user = get_object_or_404(User.objects.with_second_factor(), pk=pk)
    form = NameForm(instance=user)
    actions = [action.label for action in Action if action in ALLOWED[Role(user.role)]]
    return render(
        request, "console/colleagues/one.html", {"colleague": user, "form": form, "roles": Role, "actions": actions}
    )


@requires(Action.EDIT_STAFF)
@require_POST
@reauthentication_required
def rename(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what a colleague is called."""
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["name"])))
        return redirect("colleague", pk=pk)
    name = form.cleaned_data["name"]
    return _do(request, pk, lambda user: api.rename(user, name=name, by=request.user, now=timezone.now()))


@requires(Action.EDIT_STAFF)
@require_POST
@reauthentication_required
def change_role(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a colleague other work."""
    role = request.POST.get("role", "")
    if role not in Role:
        raise Http404
    return _do(request, pk, lambda user: api.change_role(user, role=Role(role), by=request.user, now=timezone.now()))


@requires(Action.EDIT_STAFF)
@require_POST
@reauthentication_required
def deactivate(request: StaffRequest, pk: int) -> HttpResponse:
    """Close an account; its sessions end."""
    return _do(request, pk, lambda user: api.deactivate(user, by=request.user, now=timezone.now()))


@requires(Action.EDIT_STAFF)
@require_POST
@reauthentication_required
def reactivate(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a closed account."""
    return _do(request, pk, lambda user: api.reactivate(user, by=request.user, now=timezone.now()))


@requires(Action.EDIT_STAFF)
@require_POST
@reauthentication_required
def forget_second_factor(request: StaffRequest, pk: int) -> HttpResponse:
    """For who lost telephone and recovery codes."""
    return _do(request, pk, lambda user: api.forget_second_factor(user, by=request.user, now=timezone.now()))


def _do(request: StaffRequest, pk: int, verb: Callable[[User], None]) -> HttpResponse:
    """Do it and say so; or say why not."""
    try:
        verb(get_object_or_404(User, pk=pk))
    except api.LastAdministrator as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("colleague", pk=pk)
