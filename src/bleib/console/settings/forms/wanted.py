"""What is wanted, and how it is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.profiling.api import wantable


class RewordForm(forms.Form):
    """The question in both languages."""

    question_de = forms.CharField(label=_("Question in German"), max_length=200, required=False)
    question_en = forms.CharField(
        label=_("Question in English"), max_length=200, required=False,
        help_text=_("Where one is empty, the other one is asked."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not (found.get("question_de") or found.get("question_en")):
            raise forms.ValidationError(_("Write the question in one language at least."))
        return found


class WantForm(RewordForm):
    """A field of the record or of the company's own that is not wanted yet."""

    field = forms.ChoiceField(
        label=_("What is wanted"), help_text=_("Fields of your own are about customers; contacts have none.")
    )
    field_order = ("field", "question_de", "question_en")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        groups = wantable().items()
        self.fields["field"].choices = [  # type: ignore[attr-defined]
            (subject.label, [(f"{subject}:{each.name}", each.label) for each in fields]) for subject, fields in groups
        ]

    def wanted(self) -> dict[str, str]:
        """As `profiling.want` takes it."""
        subject, _colon, name = self.cleaned_data["field"].partition(":")
        return {name: self.cleaned_data[name] for name in ("question_de", "question_en")} | {
            "subject": subject,
            "name": name,
        }
