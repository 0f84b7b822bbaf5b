"""What phases of the journey and touchpoints are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.history.fact_types import TYPES

WHOLE = "any"  # the touchpoint that stands for a phase as a whole
OTHERS = "others"

# Phases in their order: name, and when one is in it.
PHASES: Mapping[str, tuple[Promise, Promise]] = {
    "aware": (_("Become aware"), _("Before the first purchase.")),
    "buy": (_("Buy"), _("The first order or contract, and talks with sales on the way to it.")),
    "onboard": (_("Get started"), _("The first 90 days after the first purchase.")),
    "use": (_("Use"), _("After the first 90 days.")),
    "renew": (_("Renew"), _("Further orders and contracts; changes, notices and ends.")),
    "recommend": (_("Recommend"), _("Answered 9 or 10 when asked whether they would recommend us.")),
}
TOUCHPOINTS: Mapping[str, Promise] = {
    WHOLE: _("any touchpoint"),
    "order": _("Order"),
    "credit": _("Credit note"),
    "trial": _("Trial"),
    "promoter": _("Recommendation"),
    "none": _("nothing before"),
    OTHERS: _("other touchpoints"),
    "purchase": _("Purchase"),
    "churn": _("Silence"),
}


def phase_name(phase: str) -> str:
    """In the reader's language; what is no phase is shown as it came."""
    return str(PHASES[phase][0]) if phase in PHASES else phase


def touchpoint_name(touchpoint: str) -> str:
    """A fact type by its own name, and what is none by ours."""
    if touchpoint in TOUCHPOINTS:
        return str(TOUCHPOINTS[touchpoint])
    known = TYPES.get(touchpoint)
    return known.label((get_language() or "de")[:2]) if known else touchpoint
