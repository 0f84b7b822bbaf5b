"""What other rules would do, as the pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.console.conditions.file import shown_edits
from bleib.customers.models import Customer
from bleib.lights.api import Colour, Move, Trial

WHAT: Mapping[str, tuple[Promise, str]] = {
    "set": (_("Set of rules"), "lights.ruleset"),
    "rule": (_("Rule"), "lights.lightrule"),
}


@dataclass(frozen=True)
class ShownMove:
    customer: Customer
    move: Move


def shown_trial(trial: Trial) -> dict[str, Any]:
    """The context of trial.html: customers by colour now and then, some who change, and edits in words."""
    found = {each.number: each for each in Customer.objects.filter(number__in=[each.number for each in trial.moves])}
    return {
        "trial": trial,
        "colours": [(each.value, trial.before[each], trial.after[each]) for each in reversed(Colour)],
        "moves": [ShownMove(found[each.number], each) for each in trial.moves if each.number in found],
        "edits": shown_edits(trial.edits, WHAT),
    }
