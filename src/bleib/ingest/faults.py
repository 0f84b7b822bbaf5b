"""Why an event does not fit its rule: a code that is kept, and its sentence. None quotes the event."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Said

NO_FACT = "no_fact"
FAULTS: Mapping[str, Said] = {
    "other_currency": _("Its amount is in another currency than this installation counts in."),
    "too_many_lines": _("Its list has more than 200 entries."),
    "no_order_number": _("The number of the order is missing (ref)."),
    "names_somebody": _("Its product or number has an @ in it: facts name nobody."),
    "prop_missing": _("Something that this kind of fact needs is missing, or is not what it has to be."),
    NO_FACT: _("What it says does not fit into a fact: a text or number is too long."),
}


class Unfit(Exception):
    """An event does not say what its rule needs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
