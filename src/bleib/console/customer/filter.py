"""What of the timeline is shown: the form above it, read from the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.console.customer.forms import day_input
from bleib.customers.models import Product
from bleib.history.api import Sums, Wanted
from bleib.history.fact_types import TYPES


class TimelineFilter(forms.Form):
    """Types, product and period. What makes no sense in an address is left out."""

    type = forms.MultipleChoiceField(
        label=_("What"), choices=[(each, each) for each in TYPES], required=False, widget=forms.CheckboxSelectMultiple
    )
    product = forms.CharField(label=_("Product"), required=False, max_length=200)
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("To"), required=False, widget=day_input())

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.is_valid()

    def wanted(self) -> Wanted:
        """For the history; everything where nothing was asked."""
        said = self.cleaned_data
        return Wanted(
            types=said.get("type") or (), product=said.get("product") or "", since=said.get("since"),
            until=said.get("until"),
        )  # fmt: skip

    def offering(self, sums: Sums) -> TimelineFilter:
        """The form with the types and products that this customer has."""
        language = get_language() or "de"
        counted = ((each.type, f"{TYPES[each.type].label(language)} ({each.count})") for each in sums.kinds)
        self.fields["type"].choices = list(counted)  # type: ignore[attr-defined]
        codes = [each.product for each in sums.products]
        names = dict(Product.objects.filter(code__in=codes).values_list("code", "name"))
        everything = [("", _("All")), *((code, names.get(code) or code) for code in codes)]
        self.fields["product"].widget = forms.Select(choices=everything)
        return self

    def address(self, **more: Any) -> str:
        """What stands after the question mark for the same filter."""
        data = QueryDict(mutable=True)
        for name in self.fields:
            data.setlist(name, [each for each in self.data.getlist(name) if each])  # type: ignore[attr-defined]
        for name, value in more.items():
            data[name] = value
        return data.urlencode()
