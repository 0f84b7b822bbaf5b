"""Forms of rules and of sets of rules; their conditions are lines of their own (rows.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from bleib.lights.api import Colour, LightRule, RuleSet

LONGEST_KEY = 40
LONGEST_FILE = 200_000
LISTED = [(each.value, each.label) for each in (Colour.RED, Colour.YELLOW)]
FIELDS_HELP = _(
    "Names of fields in braces become what was seen, such as {days_since_order}. Empty: the values are listed."
)


class NamedForm(forms.Form):
    """A name in one language at least."""

    name_de = forms.CharField(label=_("Name in German"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not (said.get("name_de") or said.get("name_en")):
            self.add_error("name_de", _("Give it a name, in one language at least."))
        return said

    def texts(self, part: str) -> dict[str, str]:
        """By language; empty ones are left out."""
        said = self.cleaned_data
        return {each: said[f"{part}_{each}"] for each in ("de", "en") if said.get(f"{part}_{each}")}


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


class FileForm(forms.Form):
    """Rules as the text of a YAML file; a file that is chosen fills it."""

    text = forms.CharField(
        label=_("Rules as text (YAML)"), max_length=LONGEST_FILE, strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )  # fmt: skip


def free_key(name: str, taken: Collection[str]) -> str:
    """A key that nobody has, from a name."""
    plain = slugify(name.replace("ß", "ss"))[: LONGEST_KEY - 3].strip("-_") or "rule"
    keys = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in keys if key not in taken)


def taken_keys() -> set[str]:
    return {*LightRule.objects.values_list("key", flat=True), *RuleSet.objects.values_list("key", flat=True)}
