"""Own figures, and the wishes for a scenario."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.console.economics.words import LABELS
from bleib.metrics.economics import ASSUMED, Downturn
from bleib.ui.numbers import AmountField

MONTHS = ((12, _("12 months")), (24, _("24 months")))


class AssumptionForm(forms.Form):
    """One figure, so that what was not touched stays a rule of thumb."""

    name = forms.ChoiceField(label=_("Figure"), choices=[(name, LABELS[name]) for name in ASSUMED])
    value = AmountField(label=_("Own value"))

    def clean(self) -> dict[str, Any]:
        """Within the bounds of the figure."""
        found = super().clean() or {}
        if {"name", "value"} <= found.keys():
            known = ASSUMED[found["name"]]
            if not known.low <= found["value"] <= known.high:
                self.add_error("value", _("Between %(low)s and %(high)s.") % {"low": known.low, "high": known.high})
        return found


class ScenarioForm(forms.Form):
    """A downturn and a measure against it; what is not said is as in `Downturn`."""

    new_falls = AmountField(label=_("New business falls by (%)"), min_value=0, max_value=100)
    churn_rises = AmountField(label=_("Churn rises by (points a year)"), min_value=0, max_value=100)
    measure_points = AmountField(label=_("The measure brings back (points a year)"), min_value=0, max_value=100)
    measure_cost = AmountField(label=_("The measure costs a month"), min_value=0)
    months = forms.TypedChoiceField(label=_("Over"), choices=MONTHS, coerce=int)

    @classmethod
    def of(cls, asked: Any) -> ScenarioForm:
        """Filled from an address, or with the usual downturn where it says nothing."""
        usual = {name: getattr(Downturn(), name) for name in cls.base_fields}
        return cls(asked) if set(asked) & set(cls.base_fields) else cls(usual | {"measure_cost": "0"})

    @property
    def downturn(self) -> Downturn:
        """The usual one where something is wrong with what was asked."""
        if not self.is_valid():
            return Downturn()
        said: dict[str, Any] = {
            name: float(value) if isinstance(value, Decimal) else value for name, value in self.cleaned_data.items()
        }
        return Downturn(**said)
