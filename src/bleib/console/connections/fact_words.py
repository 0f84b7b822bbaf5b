"""What the registry of facts says in English of columns and props, in the reader's language.

The registry itself speaks English: it is read by developers, and stands in `docs/facts.md`. A test holds this list
against it.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

MEANINGS = (
    _("of the line, net of discounts"),
    _("of the line, negative"),
    _("of the deal"),
    _("per month"),
    _("pieces"),
    _("pieces, negative"),
    _("seats or pieces"),
    _("times"),
    _("product"),
    _("product code"),
    _("product or feature"),
    _("page or area, by its number or short name"),
    _("plan"),
    _("order number"),
    _("contract number"),
    _("deal number"),
    _("case number"),
    _("case number, or whatever else was asked about"),
    _("how long it was used"),
    _("errors that were met"),
    _("how long the visit took"),
    _("how pressing it is to the customer"),
    _("somebody above had to decide"),
    _("how long the first answer took"),
    _("what was asked"),
    _("the answer"),
    _("first day on which it will not run any more, where that is agreed"),
    _("length of a term"),
    _("how long before the end of the term notice has to be given"),
    _("it is only tried and not paid for; never counted in retention"),
    _("why, as a code"),
)
UNITS = {
    "seconds": _("in seconds"),
    "minutes": _("in minutes"),
    "months": _("in months"),
    "days": _("in days"),
    "points": _("in points"),
    "count": _("a count"),
}


def meaning(told: str, *, unit: str = "", choices: tuple[str, ...] = ()) -> str:
    """The registry's words, with the unit or the values that there are: "how long it was used (in seconds)"."""
    more = ", ".join(choices) or (gettext(UNITS[unit]) if unit else "")
    return f"{gettext(told)} ({more})" if more else gettext(told)
