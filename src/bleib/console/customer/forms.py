"""Forms about one customer."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models import User
from bleib.customers.models import Contact, Contract, Product
from bleib.customers.models.contact import Part
from bleib.customers.people import SAID
from bleib.ui.numbers import AmountField


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ContactForm(forms.ModelForm):
    """Somebody who works there."""

    parts = forms.MultipleChoiceField(
        label=_("Part in a purchase"), choices=Part.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Contact
        fields = SAID

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if self.instance.pk:
            self.initial["parts"] = [role.part for role in self.instance.roles.all()]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not any(found.get(name) for name in ("first_name", "last_name", "mail", "phone")):
            raise forms.ValidationError(_("Say a name, an address or a telephone number."))
        mail = found.get("mail")
        if mail and self.instance.customer.contacts.filter(mail=mail).exclude(pk=self.instance.pk).exists():
            self.add_error("mail", _("Somebody here has this address already."))
        return found


class NoteForm(forms.Form):
    """What colleagues should know."""

    text = forms.CharField(label=_("Note"), max_length=10_000, widget=forms.Textarea({"rows": 3}))


class TaskForm(forms.Form):
    """What somebody has to do until when."""

    title = forms.CharField(label=_("What to do"), max_length=200)
    due_on = forms.DateField(label=_("Due"), required=False, widget=day_input())
    owner = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.filter(is_active=True).order_by("name", "email"), required=False,
        empty_label=_("Myself"),
    )  # fmt: skip
    text = forms.CharField(label=_("Details"), max_length=5_000, required=False, widget=forms.Textarea({"rows": 2}))


class WorthForm(forms.Form):
    """What a contract is worth from a day on."""

    valid_from = forms.DateField(label=_("Valid from"), widget=day_input())
    amount_per_month = AmountField(label=_("Amount per month"), min_value=0)
    quantity = AmountField(label=_("Seats or pieces"), required=False)
    product = forms.CharField(label=_("Product code"), max_length=200, required=False)

    def clean_product(self) -> Product | None:
        """The product of that code; a code nobody knows is a slip of the pen."""
        code = self.cleaned_data["product"].strip()
        found = Product.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("There is no product “%(code)s”."), params={"code": code})
        return found


class ContractForm(forms.ModelForm):
    """A new contract's terms; what it is worth stands in a WorthForm beside it."""

    class Meta:
        model = Contract
        fields: ClassVar = [
            "number", "starts_on", "term_months", "renewal_months", "notice", "notice_unit", "notice_until", "is_trial",
        ]  # fmt: skip
        widgets: ClassVar = {"starts_on": day_input()}


class EndForm(forms.Form):
    """When a contract ends; with the day of the notice where the customer gave one."""

    last_day = forms.DateField(label=_("Last day"), widget=day_input())
    notice_given_on = forms.DateField(
        label=_("Notice given on"), required=False, widget=day_input(), help_text=_("Empty: it ends without notice.")
    )
    reason = forms.RegexField(
        r"^[\w.:/-]{1,40}$", label=_("Reason, one word"), required=False,
        error_messages={"invalid": _("One word of at most 40 letters, digits and _ . : / -.")},
    )  # fmt: skip

    def __init__(self, *arguments: Any, starts_on: Any = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.starts_on = starts_on

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if self.starts_on and day < self.starts_on:
            raise forms.ValidationError(_("The contract begins later than that."))
        return day

    def clean_notice_given_on(self) -> Any:
        day = self.cleaned_data["notice_given_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come."))
        return day
