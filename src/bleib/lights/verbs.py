"""What can be done about lights, as the audit log tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.audit.api import Told
from bleib.lights.colour import Colour

VERBS = {
    "light.overridden": _("%(actor)s set the light of %(subject)s by hand: %(changes)s."),
    "light.lifted": _("%(actor)s gave the light of %(subject)s back to the rules."),
    "light.ran_out": _("The light by hand of %(subject)s ended as agreed (%(actor)s)."),
    "light_rule.added": _("%(actor)s added the light rule %(subject)s: %(changes)s."),
    "light_rule.changed": _("%(actor)s changed the light rule %(subject)s: %(changes)s."),
    "light_rule.removed": _("%(actor)s removed the light rule %(subject)s: %(changes)s."),
    "light_rules.added": _("%(actor)s added the set of light rules %(subject)s: %(changes)s."),
    "light_rules.changed": _("%(actor)s changed the set of light rules %(subject)s: %(changes)s."),
    "light_rules.removed": _("%(actor)s removed the set of light rules %(subject)s: %(changes)s."),
}


def language() -> str:
    """Of the reader: de or en."""
    return "en" if (get_language() or "de").startswith("en") else "de"


def _condition(when: Any) -> str:
    from bleib.lights.explaining import rule_sentence  # loads the vocabulary, which no other sentence needs

    return rule_sentence(when, language())


def text(said: Any) -> str:
    """Of a text in two languages the reader's, or the only one there is."""
    return str(said.get(language()) or next(iter(said.values()), "")) if isinstance(said, Mapping) else str(said)


def _colour(name: Any) -> str:
    return str(Colour(name).label) if name in Colour.values else str(name)


def flag(holds: Any) -> str:
    """Yes or no."""
    return str(_("yes") if holds else _("no"))


# What changes of rules and their sets hold, in the form of the file.
PARTS = {
    "when": Told(_("condition"), _condition),
    "applies": Told(_("for whom"), _condition),
    "name": Told(_("name"), text),
    "because": Told(_("reason"), text),
    "advice": Told(_("advice"), text),
    "light": Told(_("light"), _colour),
    "active": Told(_("active"), flag),
    "goes_on": Told(_("goes on"), flag),
    "set": Told(_("set of rules")),
    "place": Told(_("place")),
}
