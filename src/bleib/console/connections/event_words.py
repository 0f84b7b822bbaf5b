"""Events and what they become, in words of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.history.fact_types import TYPES
from bleib.ingest.api import FAULTS, EventRule, Source, allowed_types
from bleib.kernel.personal import Said

COLUMN_WORDS: dict[str, Said] = {
    "amount": _("Amount"),
    "quantity": _("Quantity"),
    "product": _("Product"),
    "ref": _("Number (ref)"),
}
PAGES: dict[str, Said] = {
    "page": _("Pages looked at"),
    "screen": _("Screens looked at"),
    "track": _("All further names"),
}
LEFT_OUT = _("left out")


@dataclass(frozen=True)
class ShownRule:
    """A rule as the list shows it."""

    rule: EventRule
    name: Said
    becomes: Said
    fault: Said | str


def shown_rule(rule: EventRule) -> ShownRule:
    return ShownRule(rule, event_name(rule), type_label(rule.type), FAULTS.get(rule.fault, ""))


def event_name(rule: EventRule) -> Said:
    return rule.name or PAGES[rule.kind]


def type_label(name: str) -> Said:
    kind = TYPES.get(name)
    return kind.label(language()) if kind else LEFT_OUT


def type_choices(source: Source) -> list[tuple[str, Any]]:
    """What events of a source may become; at the end, nothing."""
    return [*((name, type_label(name)) for name in allowed_types(source)), ("", LEFT_OUT)]


def language() -> str:
    return "de" if get_language() == "de" else "en"
