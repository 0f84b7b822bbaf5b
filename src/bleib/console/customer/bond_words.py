"""The bond profile in the reader's language: every reason a sentence with its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bleib.customers.bonds import Bond, Hold, Profile, Reason
from bleib.report.words import Words

NAMES: Mapping[Bond, Promise] = {
    Bond.SITUATIONAL: gettext_lazy("Situational"),
    Bond.LEGAL: gettext_lazy("Legal"),
    Bond.TECHNICAL: gettext_lazy("Technical"),
    Bond.ECONOMIC: gettext_lazy("Economic"),
    Bond.EMOTIONAL: gettext_lazy("Emotional"),
}
HOLDS: Mapping[Hold, Promise] = {
    Hold.HOLDS: gettext_lazy("holds"),
    Hold.LOOSENS: gettext_lazy("loosens"),
    Hold.NO_EVIDENCE: gettext_lazy("no evidence"),
}


@dataclass(frozen=True)
class BondInWords:
    """One bond: its name, whether it holds, and why."""

    name: str
    hold: str
    says: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class BondsInWords:
    """The profile; `warning` is empty where nobody is held against their will, `unhappy` says why they are unhappy."""

    bonds: tuple[BondInWords, ...]
    warning: str
    unhappy: tuple[str, ...]


def bonds_in_words(profile: Profile, words: Words) -> BondsInWords:
    """The profile as the page shows it."""
    bonds = tuple(
        BondInWords(
            str(NAMES[each.bond]), str(HOLDS[each.hold]), each.hold.value,
            tuple(_sentence(reason, words) for reason in each.reasons),
        )
        for each in profile.bonds
    )  # fmt: skip
    unhappy = tuple(_sentence(reason, words) for reason in profile.unhappy)
    return BondsInWords(bonds, _warning(profile), unhappy)


def _warning(profile: Profile) -> str:
    if not profile.captive:
        return ""
    names = ", ".join(str(NAMES[bond]).lower() for bond in profile.captive)
    return _("Only this holds an unhappy customer: %(bonds)s. Whoever can leave will.") % {"bonds": names}


def _sentence(reason: Reason, words: Words) -> str:
    said = {name: words.day(value) if isinstance(value, date) else value for name, value in reason.values.items()}
    return _template(reason.code, reason.values) % said


def _template(code: str, values: Mapping[str, Any]) -> str:
    count = values.get("count", 0)
    if code == "contract":
        return _contract(values)
    return {
        "contract_ends": _("Contract %(number)s ends on %(end)s."),
        "long_term": _("Contract %(number)s was signed for %(months)s months."),
        "features": _("%(count)s features used within a year."),
        "products": _("%(count)s products bought within a year."),
        "usage_fell": _("Usage fell from %(earlier)s to %(recent)s times in 90 days."),
        "answer": _("%(kind)s %(score)s on %(on)s."),
        "case": _("Case %(ref)s is open since %(since)s."),
        "referrals": ngettext("Brought another customer.", "Brought %(count)s other customers.", count),
        "relatives": ngettext("One company of the group buys, too.", "%(count)s companies of the group buy.", count),
    }[code]


def _contract(values: Mapping[str, Any]) -> str:
    if values["by"]:
        return _("Contract %(number)s can end on %(end)s, with notice by %(by)s.")
    if values["end"]:
        return _("Contract %(number)s runs until %(end)s.")
    return _("Contract %(number)s runs.")
