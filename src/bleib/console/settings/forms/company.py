"""Forms about the installation as a whole: company, language, currency."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bleib.accounts.one_line import OneLine
from bleib.figures.counting import is_currency


class CompanyForm(forms.Form):
    """What stands at the head of reports."""

    name = OneLine(label=_("Company"), max_length=120, required=False)
    address = forms.CharField(
        label=_("Address line"),
        max_length=200,
        required=False,
        help_text=_("One line at the foot of reports: street, town, register."),
    )


class LanguageForm(forms.Form):
    """The language to begin with."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class CurrencyForm(forms.Form):
    """Another name for the same amounts, if it is meant."""

    currency = forms.CharField(
        label=_("Currency"), max_length=3, help_text=_("Three letters after ISO 4217: EUR, CHF, GBP.")
    )
    sure = forms.BooleanField(label=_("I know that no amount is converted"))

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if not is_currency(code):
            raise forms.ValidationError(_("“%(code)s” is no currency."), params={"code": code})
        return code
