"""One question as a form: a field that fits its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.customers.models import CustomField
from bleib.profiling.asking import Question
from bleib.ui.numbers import AmountField

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class QuestionForm(forms.Form):
    """`key` says what was asked; the answer is read in the reader's way of writing numbers and days."""

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, question: Question, data: Any = None) -> None:
        super().__init__(data, initial={"key": question.key})
        self.fields["value"] = KINDS.get(question.kind, _text)(question)
        self.fields["value"].label = question.text

    @property
    def answer(self) -> str:
        """As `answer` takes it: numbers with a decimal point, days as yyyy-mm-dd."""
        return CustomField.plain(self.cleaned_data["value"])


def _text(_question: Question) -> forms.Field:
    return forms.CharField(max_length=1_000)


def _mail(_question: Question) -> forms.Field:
    return forms.EmailField(max_length=254)


def _phone(_question: Question) -> forms.Field:
    return forms.CharField(max_length=60, widget=forms.TextInput({"type": "tel"}))


def _number(_question: Question) -> forms.Field:
    return AmountField()


def _day(_question: Question) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def _choice(question: Question) -> forms.Field:
    return forms.ChoiceField(choices=[("", "–"), *question.choices])


def _yes_no(_question: Question) -> forms.Field:
    return forms.ChoiceField(choices=[("", "–"), *YES_NO])


KINDS: Mapping[str, Callable[[Question], forms.Field]] = {
    "mail": _mail, "phone": _phone, "number": _number, "date": _day, "choice": _choice, "yes_no": _yes_no,
}  # fmt: skip
