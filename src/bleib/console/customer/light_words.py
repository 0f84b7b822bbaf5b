"""A change of the light in the timeline: which colour, which before, and the rules that gave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bleib.lights.api import Colour, LightRule


def rule_names(said: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What the rules that these facts name are called, by their keys; removed ones are not among them."""
    keys = {key for props in said for key in _codes(props.get("reasons"))}
    language = "en" if (get_language() or "de").startswith("en") else "de"
    return {each.key: each.name(language) for each in LightRule.objects.filter(key__in=keys)} if keys else {}


def light_words(props: Mapping[str, Any], rules: Mapping[str, str]) -> str:
    """The change in one line."""
    said = [_colour(str(props.get("colour", "")))]
    if props.get("before"):
        said.append(_("before: %(colour)s") % {"colour": _colour(str(props["before"]))})
    if props.get("overridden"):
        said.append(_("by hand"))
    if props.get("replayed"):
        said.append(_("found afterwards"))
    return ", ".join([*said, *(rules.get(key, key) for key in _codes(props.get("reasons")))])


def _colour(name: str) -> str:
    return str(Colour(name).label) if name in Colour.values else _("no light any more")


def _codes(value: Any) -> list[str]:
    return value if isinstance(value, list) else [key for key in str(value or "").split(",") if key]
