"""A light by hand: which, why, until when."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.console.customer.forms import day_input
from bleib.lights.api import Colour

LONGEST = timedelta(days=366)


class OverrideForm(forms.Form):
    """Somebody knows better than the rules, and says why and how long."""

    colour = forms.ChoiceField(label=gettext_lazy("Traffic light"), choices=Colour.choices)
    reason = forms.CharField(
        label=gettext_lazy("Because"), max_length=1_000, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("What the rules cannot know."),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Last day"), widget=day_input(),
        help_text=gettext_lazy("From the next day on, the rules judge again."),
    )  # fmt: skip

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today <= until <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return until
