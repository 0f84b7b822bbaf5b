"""Colleagues: who works with Bleib as what, open invitations, and which roles need a second factor."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts import api
from bleib.accounts.access import requires
from bleib.accounts.forms import InviteForm
from bleib.accounts.letters import invitation_letter, reaches_people
from bleib.accounts.models import Invitation, SecondFactorRule, User
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action, Role
from bleib.figures.api import default_language


@requires(Action.EDIT_STAFF)
def colleagues(request: StaffRequest) -> HttpResponse:
    """Everybody with an account."""
    return _page(request, InviteForm(initial={"role": Role.ANALYST, "language": default_language()}))


@requires(Action.EDIT_STAFF)
@require_POST
@reauthentication_required
def invite(request: StaffRequest) -> HttpResponse:
    """Send an invitation. Where no mail reaches anybody, the link is shown once, to be handed over."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    invitation = form.save(commit=False)
    token = api.invite(invitation, by=request.user, now=timezone.now())
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    if _delivered(invitation, link=link, by=request.user):
        messages.success(request, _("%(email)s was invited.") % {"email": invitation.email})
        return redirect("colleagues")
    return render(request, "console/colleagues/link.html", {"invitation": invitation, "link": link})


@requires(Action.EDIT_STAFF)
@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """The link in the letter works no longer."""
    api.withdraw(get_object_or_404(Invitation, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("colleagues")


@requires(Action.EDIT_SETTINGS)
@require_POST
@reauthentication_required
def second_factor(request: StaffRequest, role: str) -> HttpResponse:
    """Demand a second factor of a role, or waive it."""
    if role not in Role:
        raise Http404
    verb = api.demand_second_factor if request.POST.get("demanded") == "yes" else api.waive_second_factor
    verb(Role(role), by=request.user, now=timezone.now())
    return redirect("colleagues")


def _page(request: StaffRequest, form: InviteForm) -> HttpResponse:
    demanded = set(SecondFactorRule.objects.values_list("role", flat=True))
    context = {
        "colleagues": User.objects.with_second_factor().order_by("-is_active", "name", "email"),
        "invitations": Invitation.objects.open(now=timezone.now()).order_by("-invited_at"),
        "roles": [(role, role in demanded) for role in Role],
        "form": form,
    }
    return render(request, "console/colleagues/list.html", context)


def _delivered(invitation: Invitation, *, link: str, by: User) -> bool:
    try:
        invitation_letter(invitation, link=link, by=by).send()
    except OSError:
        return False
    return reaches_people()
