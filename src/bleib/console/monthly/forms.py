"""Who gets the monthly report and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models import User
from bleib.accounts.one_line import OneLine
from bleib.monthly.api import READERS, Recipient, Schedule, own_domains
from bleib.monthly.schedule import LAST_DAY


class ScheduleForm(forms.Form):
    """When it is made and sent."""

    on = forms.BooleanField(label=_("Make and send the report every month"), required=False)
    day = forms.IntegerField(label=_("On day of the month"), min_value=1, max_value=LAST_DAY)
    hour = forms.IntegerField(label=_("At the hour (0 to 23)"), min_value=0, max_value=23)

    @classmethod
    def of(cls, held: Schedule) -> ScheduleForm:
        return cls(initial={"on": held.on, "day": held.day, "hour": held.hour})


class RecipientForm(forms.Form):
    """A colleague, or another address of the company."""

    user = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), required=False, empty_label=_("Somebody else")
    )
    email = forms.EmailField(label=_("E-mail address, if it is somebody else"), required=False)
    name = OneLine(label=_("Name of somebody else"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the report"), choices=settings.LANGUAGES)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        listed = Recipient.objects.listed().exclude(user=None).values("user")
        readers = User.objects.filter(is_active=True, role__in=READERS)
        people = readers.exclude(pk__in=listed).order_by("name", "email")
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people

    def clean(self) -> dict[str, Any]:
        """Either of both; and only addresses of the company, because the report names customers."""
        found = super().clean() or {}
        user, mail = found.get("user"), found.get("email", "")
        if not user and not mail and "email" not in self.errors:
            self.add_error("user", _("Choose a colleague, or enter an address."))
        if mail and User.objects.filter(email__iexact=mail).exclude(role__in=READERS).exists():
            self.add_error("email", _("The report names customers, which this colleague's role does not see."))
        domains = own_domains()
        if mail and not user and mail.rpartition("@")[2].lower() not in domains:
            said = _("The report names customers. It goes to addresses of the company only: %(domains)s.")
            self.add_error("email", said % {"domains": ", ".join(sorted(domains)) or "–"})
        return found


class MonthForm(forms.Form):
    """Which month's report to make."""

    month = forms.CharField(label=_("Month"), widget=forms.TextInput({"type": "month", "pattern": r"\d{4}-\d{2}"}))

    def clean_month(self) -> date:
        try:
            return date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            raise forms.ValidationError(_("Write the month as 2026-10.")) from None
