"""A new token: what for, what it may do, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.accounts.api import Scope
from bleib.accounts.one_line import OneLine

DAYS = ((30, _("30 days")), (90, _("90 days")), (365, _("one year")))


class TokenForm(forms.Form):
    """Only scopes are offered that the maker's own role opens."""

    name = OneLine(label=_("What it is for"), max_length=120, help_text=_("For example the shop, or a report."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one at least: without a scope a token opens nothing.")},
    )  # fmt: skip
    days = forms.TypedChoiceField(label=_("Valid for"), choices=DAYS, coerce=int, initial=90)

    def __init__(self, *arguments: Any, offered: Sequence[Scope], **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [(scope.value, f"{scope.label} ({scope.value})") for scope in offered]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Scope]:
        return [Scope(each) for each in self.cleaned_data["scopes"]]

    def expires_at(self, now: datetime) -> datetime:
        return now + timedelta(days=self.cleaned_data["days"])
