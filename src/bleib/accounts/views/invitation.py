"""Accepting an invitation. Opening the link changes nothing: scanners in mail systems open links, too."""

from __future__ import annotations

from django.contrib.auth import login
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bleib.accounts import api
from bleib.accounts.access import public
from bleib.accounts.forms import AcceptForm
from bleib.accounts.models import Invitation

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public("who was invited has no account yet; the token is the key")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invited, ask for a name and a password, and make the colleague on POST."""
    now = timezone.now()
    invitation = Invitation.objects.open(now=now).of(token).first()
    if invitation is None:
        return _over(request)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            user = api.accept(
                invitation, name=form.cleaned_data["name"], password=form.cleaned_data["password"], now=now
            )
        except (Invitation.DoesNotExist, IntegrityError):  # a second click, or the address has an account meanwhile
            return _over(request)
        login(request, user, backend=BACKEND)
        return redirect("start")
    return render(request, "accounts/invitation.html", {"form": form, "invitation": invitation})


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation_over.html", status=410)
