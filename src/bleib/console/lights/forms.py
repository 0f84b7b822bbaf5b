"""Forms of rules and of sets of rules; their conditions are typed in the editor of conditions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.console.conditions.naming import NamedForm
from bleib.lights.api import Colour, LightRule, RuleSet

LISTED = [(each.value, each.label) for each in (Colour.RED, Colour.YELLOW)]
FIELDS_HELP = _(
    "Names of fields in braces become what was seen, such as {days_since_order}. Empty: the values are listed."
)


class RuleForm(NamedForm):
    """Everything of a rule but its condition."""

    light = forms.ChoiceField(label=_("Traffic light"), choices=LISTED)
    rule_set = forms.ChoiceField(label=_("Set of rules"))
    because_de = forms.CharField(label=_("Reason in German"), max_length=300, required=False, help_text=FIELDS_HELP)
    because_en = forms.CharField(label=_("Reason in English"), max_length=300, required=False)
    advice_de = forms.CharField(label=_("What to do, in German"), max_length=300, required=False)
    advice_en = forms.CharField(label=_("What to do, in English"), max_length=300, required=False)

    def __init__(self, *arguments: Any, sets: Collection[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["rule_set"].choices = list(sets)  # type: ignore[attr-defined]

    @classmethod
    def shown(cls, rule: LightRule) -> Mapping[str, Any]:
        """Initial values of a rule."""
        parts = [f"{part}_{each}" for part in ("name", "because", "advice") for each in ("de", "en")]
        return {part: getattr(rule, part) for part in parts} | {"light": rule.colour, "rule_set": rule.rule_set.key}


class SetForm(NamedForm):
    """Everything of a set but for whom it is."""

    goes_on = forms.BooleanField(
        label=_("The sets beneath judge as well"), required=False,
        help_text=_("Otherwise this set is the last word on its customers."),
    )  # fmt: skip


def taken_keys() -> set[str]:
    return {*LightRule.objects.values_list("key", flat=True), *RuleSet.objects.values_list("key", flat=True)}
