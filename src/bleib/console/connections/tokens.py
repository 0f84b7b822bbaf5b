"""Tokens: the keys of programs that use the API. A new one is shown once."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.api import issue_token, revoke_token, scopes_of
from bleib.accounts.models import Token
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.connections.forms import TokenForm
from bleib.console.connections.tabs import page


@requires(Action.EDIT_CONNECTIONS)
def tokens(request: StaffRequest) -> HttpResponse:
    """Those in use, those that ended, and the form for a new one."""
    return _list(request, TokenForm(offered=scopes_of(request.user)))


@requires(Action.EDIT_CONNECTIONS)
@require_POST
@reauthentication_required
def new(request: StaffRequest) -> HttpResponse:
    """Make a token and show its secret, this once."""
    form = TokenForm(request.POST, offered=scopes_of(request.user))
    if not form.is_valid():
        return _list(request, form)
    now = timezone.now()
    token, secret = issue_token(
        name=form.cleaned_data["name"], scopes=form.chosen, expires_at=form.expires_at(now), by=request.user, now=now
    )
    return page(request, "token", {"token": token, "secret": secret, "address": request.build_absolute_uri("/")})


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """It opens nothing any more."""
    revoke_token(get_object_or_404(Token, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The token was revoked. Whoever used it is refused from now on."))
    return redirect("tokens")


def _list(request: StaffRequest, form: TokenForm) -> HttpResponse:
    now = timezone.now()
    known = Token.objects.select_related("created_by", "revoked_by").order_by("-created_at")
    context = {
        "open_tokens": [each for each in known if each.is_open(now)],
        "ended": [each for each in known if not each.is_open(now)],
        "form": form,
    }
    return page(request, "tokens", context)
