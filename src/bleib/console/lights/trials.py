"""What other rules would do, as the pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.customers.models import Customer
from bleib.lights.api import Colour, Edit, EditKind, Move, Trial

WHAT: Mapping[str, Promise] = {"set": _("Set of rules"), "rule": _("Rule")}
HAPPENS: Mapping[EditKind, Promise] = {
    EditKind.ADDED: _("is added"),
    EditKind.CHANGED: _("changes"),
    EditKind.REMOVED: _("is removed"),
}


@dataclass(frozen=True)
class ShownMove:
    customer: Customer
    move: Move


@dataclass(frozen=True)
class ShownEdit:
    what: Promise
    key: str
    happens: Promise


def shown_trial(trial: Trial) -> dict[str, Any]:
    """The context of trial.html: customers by colour now and then, some who change, and edits in words."""
    found = {each.number: each for each in Customer.objects.filter(number__in=[each.number for each in trial.moves])}
    return {
        "trial": trial,
        "colours": [(each.value, trial.before[each], trial.after[each]) for each in reversed(Colour)],
        "moves": [ShownMove(found[each.number], each) for each in trial.moves if each.number in found],
        "edits": [_edit(each) for each in trial.edits],
    }


def _edit(edit: Edit) -> ShownEdit:
    return ShownEdit(WHAT[edit.what], edit.key, HAPPENS[edit.kind])
