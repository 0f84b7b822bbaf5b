"""What all forms of the settings do: shown, saved, or shown again with what is wrong beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bleib.accounts.request import StaffRequest


def edit(
    request: StaffRequest, form: forms.Form, save: Callable[[], Any], *, to: str, page: str, **context: Any
) -> HttpResponse:
    """The page with its form; when it was sent and is right, `save()` and back to the address called `to`.

    What `save` refuses with a ValidationError stands beside the field that it names.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except ValidationError as error:
            form.add_error(None, error if not hasattr(error, "error_dict") else _known(error, form))
        else:
            messages.success(request, _("Saved."))
            return redirect(to)
    return render(request, f"console/settings/{page}.html", {"form": form, **context})


def _known(error: ValidationError, form: forms.Form) -> ValidationError:
    """What is wrong with fields that the form does not show is said above it."""
    fields = {name if name in form.fields else "__all__": each for name, each in error.error_dict.items()}
    return ValidationError(fields)
