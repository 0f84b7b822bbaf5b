"""Entering and editing a customer: all that is known, and the company's own fields with their types."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models import User
from bleib.customers.entering import enter, hang_tags, keep_fields
from bleib.customers.models import Customer, CustomField
from bleib.customers.models.custom import FieldKind
from bleib.customers.relating import other, parent_of
from bleib.customers.validators import vat_id

PREFIX = "own_"
YES_NO = [("", "–"), ("yes", _("yes")), ("no", _("no"))]
KNOWN = (
    *("number", "name", "is_person", "vat_id", "register_number", "register_court", "street", "postcode", "city"),
    *("country", "domain", "mail", "phone", "industry", "language", "time_zone", "acquired_through", "owner"),
)


class CustomerForm(forms.ModelForm):
    """`parent_number` and `referrer_number` name other customers by their numbers; `tags_text` has commas between."""

    parent_number = forms.CharField(required=False, max_length=200, label=_("Parent company (its number)"))
    referrer_number = forms.CharField(required=False, max_length=200, label=_("Referred by (number)"))
    tags_text = forms.CharField(
        required=False, max_length=1_000, label=_("Tags"), help_text=_("Several with commas between them.")
    )

    class Meta:
        model = Customer
        fields = KNOWN

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.own = list(CustomField.objects.current())
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = User.objects.filter(is_active=True).order_by("name", "email")
        owner.empty_label = _("nobody")
        self.fields["name"].required = True
        for name in ("parent_number", "referrer_number"):
            self.fields[name].widget.attrs |= {
                "list": "customers-found",
                "hx-get": reverse("customers_found"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#customers-found",
            }
        if self.instance.pk:
            del self.fields["number"]
            self._show_what_is_known()
        values = {each.field_id: each for each in self.instance.custom_values.all()} if self.instance.pk else {}
        for field in self.own:
            self.fields[PREFIX + field.key] = _own_field(field)
            self.initial[PREFIX + field.key] = _as_typed(field, values.get(field.pk))

    def _show_what_is_known(self) -> None:
        known = self.instance
        self.initial["parent_number"] = known.parent.number if known.parent else ""
        self.initial["referrer_number"] = known.referred_by.number if known.referred_by else ""
        self.initial["tags_text"] = ", ".join(known.tags.order_by("name").values_list("name", flat=True))

    def clean_vat_id(self) -> str:
        """As it is kept: without blanks and dots. What is wrong the model's own check says."""
        text: str = self.cleaned_data["vat_id"]
        return vat_id(text) or text

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise ValidationError(_("Write the country as two letters, such as DE."))
        return country

    def clean_parent_number(self) -> Customer | None:
        return parent_of(self.instance, self.cleaned_data["parent_number"])

    def clean_referrer_number(self) -> Customer | None:
        return other(self.instance, self.cleaned_data["referrer_number"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for field in self.own:
            text = str(said.get(PREFIX + field.key) or "")
            if text:
                try:
                    field.read(text)
                except ValidationError as error:
                    self.add_error(PREFIX + field.key, error)
        return said

    def keep(self, *, by: User, now: datetime) -> Customer:
        """Save everything or nothing."""
        customer, said = self.instance, self.cleaned_data
        customer.parent, customer.referred_by = said["parent_number"], said["referrer_number"]
        with transaction.atomic():
            if customer.pk:
                customer.edited(now=now, by=by)
            else:
                enter(customer, by=by, now=now)
            names = (" ".join(each.split())[:60] for each in said["tags_text"].split(","))
            hang_tags(customer, sorted({name for name in names if name}))
            texts = {field: str(said.get(PREFIX + field.key) or "") for field in self.own}
            keep_fields(customer, texts, by=by, now=now)
        return customer


def _own_field(field: CustomField) -> forms.Field:
    """An input that fits the kind; all give text, which the field itself reads."""
    kind = FieldKind(field.kind)
    if kind is FieldKind.CHOICE:
        return forms.ChoiceField(
            label=field.label, required=False, choices=[("", "–"), *((w, w) for w in field.choices)]
        )
    if kind is FieldKind.YES_NO:
        return forms.ChoiceField(label=field.label, required=False, choices=YES_NO)
    types = {FieldKind.DATE: "date", FieldKind.NUMBER: "number"}
    attributes = {"type": types.get(kind, "text")} | ({"step": "any"} if kind is FieldKind.NUMBER else {})
    return forms.CharField(label=field.label, required=False, max_length=1_000, widget=forms.TextInput(attributes))


def _as_typed(field: CustomField, kept: Any) -> str:
    if kept is None:
        return ""
    if field.kind == FieldKind.YES_NO:
        return "yes" if kept.yes else "no"
    if field.kind == FieldKind.NUMBER:
        return f"{kept.number.normalize():f}"
    return str(kept.text if kept.text is not None else kept.day)
