"""One's own account: name, language and appearance; the way to password, second factor and sessions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from bleib.accounts.access import signed_in
from bleib.accounts.forms import MeForm
from bleib.accounts.request import StaffRequest


@signed_in("everybody looks after their own account", without_second_factor=True)
def me(request: StaffRequest) -> HttpResponse:
    """Show and save."""
    form = MeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        with translation.override(form.save().language):
            messages.success(request, _("Saved."))
        return redirect("me")
    return render(request, "accounts/me.html", {"form": form})
