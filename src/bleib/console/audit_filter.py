"""Which entries of the audit log to show."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models import User
from bleib.audit.api import Entry

# The day before and the day after have to exist in every time zone.
IN_THE_CALENDAR = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(9000, 1, 1)))


class AuditFilter(forms.Form):
    """By who, and from day to day. What makes no sense filters nothing and is said beside its field."""

    who = forms.ModelChoiceField(User.objects.order_by("name", "email"), required=False, label=_("Who"))
    since = forms.DateField(
        required=False, label=_("From"), widget=forms.DateInput({"type": "date"}), validators=IN_THE_CALENDAR
    )
    until = forms.DateField(
        required=False, label=_("To"), widget=forms.DateInput({"type": "date"}), validators=IN_THE_CALENDAR
    )
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def entries(self) -> Any:
        """A QuerySet of the entries that fit."""
        chosen = self.cleaned_data if self.is_valid() else {}
        until = chosen.get("until")
        found = Entry.objects.between(_midnight(chosen.get("since")), _midnight(until and until + timedelta(days=1)))
        if chosen.get("who"):
            found = found.by(chosen["who"])
        return found.filter(pk__lt=chosen["before"]) if chosen.get("before") else found


def _midnight(day: Any) -> datetime | None:
    """The beginning of a day of the installation's time zone."""
    return timezone.make_aware(datetime.combine(day, time())) if day else None
