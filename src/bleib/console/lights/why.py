"""Why a light is as it is, as pages say it: the sentence, since when, what to do, and where the facts are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from bleib.lights.api import Light, LightReason, Wording


@dataclass(frozen=True)
class Why:
    """One reason. `facts`: the address of the facts behind it, in the customer's timeline; "" where it has none."""

    rule: str
    colour: str
    sentence: str
    advice: str
    since: date | None
    facts: str


def wording_of_reader() -> Wording:
    """Sentences in the reader's language as of today; one for all lights of a page."""
    return Wording("en" if (get_language() or "de").startswith("en") else "de", today=timezone.localdate())


def reasons(light: Light, wording: Wording) -> list[Why]:
    """The worst first. Where two rules say the same of different colours, the worse one does."""
    found: dict[str, Why] = {}
    for each in (_why(reason, light, wording) for reason in light.reasons):
        found.setdefault(each.sentence, each)
    return list(found.values())


def _why(reason: LightReason, light: Light, wording: Wording) -> Why:
    return Why(
        rule=reason.rule,
        colour=reason.colour,
        sentence=wording.sentence(reason),
        advice=wording.advice(reason),
        since=reason.since,
        facts=_facts(reason, light, wording),
    )


def _facts(reason: LightReason, light: Light, wording: Wording) -> str:
    where = wording.where(reason)
    if not where.types:
        return ""
    asked: dict[str, Any] = {"type": where.types}
    if where.since is not None:
        asked["since"] = where.since.isoformat()
    return f"{reverse('customer', args=[light.customer_id])}?{urlencode(asked, doseq=True)}#timeline-title"
