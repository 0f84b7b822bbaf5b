"""A source as people connect it, and the rule of an event as they edit it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.accounts.one_line import OneLine
from bleib.console.connections.event_words import COLUMN_WORDS, type_choices
from bleib.console.connections.fact_words import meaning as told
from bleib.history.fact_types import TYPES, FactType
from bleib.ingest.api import COLUMNS, EventRule, Newcomers

KINDS = (
    ("secret", _("An application of our own: its key is secret, and it may report orders and people")),
    ("public", _("A website: anybody can read its key, so it reports visits and usage only")),
)


class SourceForm(forms.Form):
    """Name, whether its key is public, and whom it speaks of."""

    name = OneLine(label=_("What sends events"), max_length=120, help_text=_("For example website, shop or portal."))
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS, widget=forms.RadioSelect, initial="secret")
    newcomers = forms.ChoiceField(
        label=_("Somebody nobody knows"), choices=Newcomers, widget=forms.RadioSelect, initial=Newcomers.WAIT
    )
    needs_consent = forms.BooleanField(
        label=_("Take only events that carry the visitor's consent"), required=False,
        help_text=_("The script for websites sends nothing before consent anyway."),
    )  # fmt: skip

    needs_signature = forms.BooleanField(
        label=_("Take ids of people only where they are signed"), required=False,
        help_text=_("For a website: its server signs the id of who is signed in, so nobody reports in another's name."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Where strangers can report, nobody is made of what they say."""
        told: dict[str, Any] = super().clean() or {}
        strangers = told.get("kind") == "public" or told.get("needs_signature")
        if strangers and told.get("newcomers") == Newcomers.PERSON:
            self.add_error(
                "newcomers",
                _("Strangers could invent people here. Only with a secret key and without signatures are people made."),
            )
        return told

    @property
    def wanted(self) -> dict[str, Any]:
        """The arguments of `connect`."""
        told = self.cleaned_data
        names = ("name", "newcomers", "needs_consent", "needs_signature")
        return {name: told[name] for name in names} | {"is_public": told["kind"] == "public"}


class RuleForm(forms.Form):
    """What events of a name become; one field for each column and prop that the type has."""

    type = forms.ChoiceField(label=_("Becomes"), required=False)
    each = OneLine(
        label=_("One for each entry of"), max_length=200, required=False,
        help_text=_("A list in the event, such as properties.products; its entries are then called item."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, rule: EventRule, type_: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.kind = TYPES.get(type_)
        self.fields["type"].choices = type_choices(rule.source)  # type: ignore[attr-defined]
        self.fields["type"].initial, self.fields["each"].initial = type_, rule.each
        if self.kind is None:
            del self.fields["each"]
        else:
            self._add_fields(self.kind, rule)

    def _add_fields(self, kind: FactType, rule: EventRule) -> None:
        for name in COLUMNS:
            if meaning := getattr(kind, name):
                self.fields[name] = _place(COLUMN_WORDS[name], told(meaning), rule.columns.get(name, ""))
        for prop in kind.props:
            help_text = told(prop.meaning, unit=prop.unit, choices=prop.choices)
            self.fields[prop.name] = _place(prop.name, help_text, rule.props.get(prop.name, ""))

    @property
    def says(self) -> dict[str, Any]:
        """What `change_rule` takes; what is left blank is said by nothing."""
        told = {name: value.strip() for name, value in self.cleaned_data.items() if isinstance(value, str)}
        props = [prop.name for prop in self.kind.props] if self.kind else []
        return {
            "type": told["type"],
            "each": told.get("each", ""),
            "columns": {name: told[name] for name in COLUMNS if told.get(name)},
            "props": {name: told[name] for name in props if told.get(name)},
        }


def _place(label: Any, help_text: str, initial: str) -> forms.CharField:
    return OneLine(label=label, help_text=help_text, initial=initial, required=False, max_length=200)
