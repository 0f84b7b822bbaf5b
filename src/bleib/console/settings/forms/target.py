"""A target: which figure, for whom, how much."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.console.settings.slices import slice_choices
from bleib.figures.aims import AIMS
from bleib.figures.targets import MOST

GROWS = ("revenue_retention.nrr", "mrr_bridge.nrr")  # can exceed 100 %


class TargetForm(forms.Form):
    """`slice` is "" for all customers, else "country:DE"."""

    metric = forms.ChoiceField(label=_("Figure"), choices=lambda: [(each.name, each.label) for each in AIMS.values()])
    slice = forms.ChoiceField(label=_("For"), required=False)
    value = forms.DecimalField(
        label=_("Target"),
        localize=True,
        min_value=Decimal(0),
        max_value=MOST - 1,
        decimal_places=4,
        help_text=_("Rates in percent, amounts in the installation's currency."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["slice"].choices = [("", _("All customers")), *slice_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A share of something is no more than all of it."""
        found = super().clean() or {}
        aim, value = AIMS.get(found.get("metric", "")), found.get("value")
        if aim and value is not None and aim.is_rate and aim.name not in GROWS and value > 100:
            self.add_error("value", _("This rate cannot exceed 100 %."))
        return found

    @property
    def sliced(self) -> dict[str, str]:
        """`slice_by` and `slice_value` as `set_target` takes them."""
        column, _colon, value = self.cleaned_data["slice"].partition(":")
        return {"slice_by": column, "slice_value": value}
