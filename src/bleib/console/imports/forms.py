"""How an upload shall be read: one select per key, and what else the files do not say themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from babel.numbers import is_currency
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.uploads.api import Choice, Seen, Topic, Upload, Wishes, lists, orders

DATES = (("dmy", gettext_lazy("Day first: 31/12/2026")), ("mdy", gettext_lazy("Month first: 12/31/2026")))
KINDS = (
    ("order", gettext_lazy("Orders and invoices")),
    ("contract", gettext_lazy("Contracts and subscriptions")),
    ("usage", gettext_lazy("Usage")),
    ("visit", gettext_lazy("Visits")),
    ("case", gettext_lazy("Cases")),
    ("answer", gettext_lazy("Answers to surveys")),
    ("left", gettext_lazy("Customers who left")),
    ("deal", gettext_lazy("Deals")),
)
CUSTOMER_KINDS = (
    ("customers", gettext_lazy("Customers and contacts")),
    ("contracts", gettext_lazy("Contracts")),
    ("products", gettext_lazy("Products")),
)
MATCHES = (
    ("mail", gettext_lazy("by e-mail address")),
    ("domain", gettext_lazy("by web domain")),
    ("number", gettext_lazy("by nothing else")),
)
PREFIX = "column_"
SHOWN_OTHERWISE = ("columns", "non_goods", "currency")


class ColumnsForm(forms.Form):
    """Filled with what was recognised; only what is chosen otherwise becomes a wish."""

    kind = forms.ChoiceField(label=gettext_lazy("What the lines are"), required=False)
    preset = forms.ChoiceField(label=gettext_lazy("Saved columns"), required=False)
    dates = forms.ChoiceField(label=gettext_lazy("Dates such as 01/02/2026"), required=False)

    def __init__(self, data: Any = None, *, upload: Upload, seen: Seen) -> None:
        self.upload, self.seen = upload, seen
        self.before = Wishes.of(upload.wishes)
        kept = self.before.kept()
        super().__init__(data, initial={name: kept[name] for name in kept if name not in SHOWN_OTHERWISE})
        self._choose("kind", CUSTOMER_KINDS if self.of_customers else KINDS, _("as the headings say"))
        self._choose("dates", DATES, _("as the whole column says"))
        for each in seen.choices:
            self.fields[PREFIX + each.key] = self._column(each)
        (self._ask_about_customers if self.of_customers else self._ask_about_orders)()

    @property
    def of_customers(self) -> bool:
        return self.upload.topic == Topic.CUSTOMERS

    def columns(self) -> list[tuple[forms.BoundField, Choice]]:
        """The selects, each with what was recognised."""
        return [(self[PREFIX + each.key], each) for each in self.seen.choices]

    def others(self) -> list[forms.BoundField]:
        """Everything but the selects of columns."""
        return [field for field in self if not field.name.startswith(PREFIX)]

    def wishes(self) -> Wishes:
        """What was chosen, as it is kept. A change of kind or of saved columns begins with fresh columns."""
        said = self.cleaned_data
        other = said["kind"] != self.before.kind or said["preset"] != self.before.preset
        columns: Mapping[str, str] = {} if other else self._wanted(said)
        if other and said["preset"] and not self.of_customers:
            columns = orders.columns_of(said["preset"])
        told = {name: value for name, value in said.items() if name in self.before.kept()}
        told["non_goods"] = [code.strip() for code in said.get("non_goods", "").split(",") if code.strip()]
        return Wishes.of(self.before.kept() | told | {"columns": columns})

    def clean_currency(self) -> str:
        found: str = self.cleaned_data["currency"].strip().upper()
        if found and not is_currency(found):
            raise forms.ValidationError(_("Write its three letters, such as EUR."))
        return found

    def _wanted(self, said: Mapping[str, Any]) -> dict[str, str]:
        wanted = {key: column for key, column in self.before.columns.items() if key in self.seen.labels}
        for each in self.seen.choices:
            if said[PREFIX + each.key] != each.column:
                wanted[each.key] = said[PREFIX + each.key]
        return wanted

    def _column(self, choice: Choice) -> forms.ChoiceField:
        headings = [(heading, heading) for heading in self.seen.headings]
        return forms.ChoiceField(
            label=choice.label, choices=[("", _("– not used –")), *headings], required=False, initial=choice.column
        )

    def _choose(self, name: str, choices: Any, otherwise: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", otherwise), *choices]

    def _ask_about_orders(self) -> None:
        self._choose("preset", [(name, name) for name in orders.presets()], _("none"))
        headings = [(heading, heading) for heading in self.seen.headings]
        self.fields |= {
            "currency": forms.CharField(
                label=_("Currency"), required=False, max_length=3, initial=self.before.currency or self.seen.currency,
                disabled=bool(self.seen.currency), help_text=_currency_help(self.seen.currency),
            ),
            "time_zone": forms.ChoiceField(
                label=_("Time zone of times without one"), required=False,
                choices=[("", _("as the installation")), *((name, name) for name in sorted(available_timezones()))],
            ),
            "system": forms.CharField(
                label=_("System the files come from"), required=False, max_length=60,
                help_text=_("Tells two systems apart that use the same order numbers."),
            ),
            "source_column": forms.ChoiceField(
                label=_("Column whose values are overlapping exports"), required=False,
                choices=[("", _("none")), *headings],
            ),
            "non_goods": forms.CharField(
                label=_("Product codes that are no goods"), required=False, max_length=2000,
                initial=", ".join(self.before.non_goods), help_text=_("Such as postage; several with commas."),
            ),
            "save_as": forms.CharField(
                label=_("Save the columns as"), required=False, max_length=60,
                validators=[RegexValidator(r"^[\w-]+$", _("Use letters, digits, - and _ only."))],
                help_text=_("For the next export of the same program. Letters, digits, - and _."),
            ),
        }  # fmt: skip

    def _ask_about_customers(self) -> None:
        self.fields["preset"].label = _("Program that wrote the file")
        self._choose("preset", lists.programs(), _("as the headings say"))
        self.fields |= {
            "match": forms.ChoiceField(
                label=_("Find customers without a number also"), choices=MATCHES, required=False
            ),
            "update": forms.BooleanField(label=_("Overwrite what is known"), required=False),
            "clear": forms.BooleanField(label=_("An empty cell empties what is known"), required=False),
        }


def _currency_help(settled: str) -> str:
    if settled:
        return _("This installation counts in it.")
    return _("Of the amounts, where the file does not say it. The first import settles it for good.")
