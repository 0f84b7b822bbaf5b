"""Custom fields: a new one, and what of an old one can change."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.customers.models.custom import FieldKind


class ChoicesMixin(forms.Form):
    """Words to choose from, one a line; each once, in their order."""

    choices = forms.CharField(
        label=_("Words to choose from"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line; only for a choice."),
    )

    def clean_choices(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["choices"].splitlines())
        return list(dict.fromkeys(filter(None, lines)))


class ChangeFieldForm(ChoicesMixin):
    """Another label, other words."""

    label = forms.CharField(label=_("Label"), max_length=120)
    field_order: Sequence[str] = ("label", "choices")


class NewFieldForm(ChangeFieldForm):
    """With its kind, which stays."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=FieldKind.choices, help_text=_("The kind stays: values are kept as it says.")
    )
    field_order = ("label", "kind", "choices")
