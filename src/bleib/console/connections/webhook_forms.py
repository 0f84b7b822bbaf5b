"""A webhook as people enter it, and since when its messages are to be sent again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.accounts.one_line import OneLine
from bleib.history.fact_types import TYPES
from bleib.webhooks.api import BadAddress, Endpoint, Wanted, target


class WebhookForm(forms.Form):
    """Name, address and types of facts; `endpoint` is the one that is edited, if any."""

    name = OneLine(label=_("Receiver"), max_length=80, help_text=_("For example CRM, or data warehouse."))
    url = OneLine(
        label=_("Address"), max_length=500,
        help_text=_("https:// and a public host. Hosts inside are called only where the operator allows them."),
    )  # fmt: skip
    types = forms.MultipleChoiceField(
        label=_("What is told"), widget=forms.CheckboxSelectMultiple, choices=lambda: _types(),
        error_messages={"required": _("Choose one at least.")},
    )  # fmt: skip

    def __init__(self, *arguments: Any, endpoint: Endpoint | None = None, **named: Any) -> None:
        self.endpoint = endpoint
        if endpoint is not None:
            named["initial"] = {"name": endpoint.name, "url": endpoint.url, "types": endpoint.types}
        super().__init__(*arguments, **named)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Endpoint.objects.exclude(pk=self.endpoint.pk) if self.endpoint else Endpoint.objects
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("Another webhook has this name."))
        return name

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            target(url)
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from None
        return url

    @property
    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)


class ReplayForm(forms.Form):
    """Since when, and whether what had arrived is sent once more as well."""

    since = forms.DateTimeField(
        label=_("Written since"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    delivered = forms.BooleanField(
        label=_("also what had arrived (receivers know it by its id)"),
        required=False,
    )

    @property
    def since_instant(self) -> datetime:
        since: datetime = self.cleaned_data["since"]
        return since if since.tzinfo else timezone.make_aware(since)


def _types() -> list[tuple[str, str]]:
    language = "de" if get_language() == "de" else "en"
    return [(kind.name, f"{kind.label(language)} ({kind.name})") for kind in TYPES.values()]
