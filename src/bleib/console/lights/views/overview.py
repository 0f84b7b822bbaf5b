"""The rules of lights: as sentences, with how many customers each concerns, thresholds, and the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.file import FileForm
from bleib.console.conditions.wording import language, said
from bleib.console.forecast import record
from bleib.console.templatetags.figures import words_of_reader
from bleib.figures.api import lit
from bleib.forecast.backtest import from_json
from bleib.lights.api import (
    LightRule,
    RuleSet,
    adopt_thresholds,
    counts,
    is_everybody_due,
    rule_sets,
    thresholds,
    vocabulary,
)
from bleib.outlook.api import Record, newest_record


@dataclass(frozen=True)
class ShownRule:
    rule: LightRule
    name: str
    says: str
    customers: int


@dataclass(frozen=True)
class ShownSet:
    rules_of: RuleSet
    name: str
    applies: str
    rules: Sequence[ShownRule]


@requires(Action.SEE_FIGURES)
def lights(request: StaffRequest) -> HttpResponse:
    """The page."""
    found, now = newest_record(), timezone.now()
    section = record.section(found, words_of_reader())
    context = {
        "lit": lit(),
        "sets": _sets(),
        "is_due": is_everybody_due(now),
        "thresholds": _thresholds(found),
        "record": section,
        "drawn": [section] if section else [],
        "file_form": FileForm(),
        "may_edit": request.user.may(Action.EDIT_LIGHTS),
        "may_see": request.user.may(Action.SEE_CUSTOMERS),
    }
    return render(request, "console/lights/overview.html", context)


@requires(Action.EDIT_LIGHTS)
@require_POST
def adopt(request: StaffRequest) -> HttpResponse:
    """The thresholds that the newest backtest proposes become those of the rules."""
    proposed = _proposed(newest_record())
    if proposed is not None:
        adopt_thresholds(**proposed, by=request.user, now=timezone.now())
        messages.success(request, _("Saved. The worker judges everybody by the new thresholds."))
    return redirect("lights")


def _sets() -> list[ShownSet]:
    known, words = counts(), vocabulary()
    return [
        ShownSet(
            each,
            each.name(language()),
            said(each.applies, words) if each.applies else "",
            [
                ShownRule(rule, rule.name(language()), said(rule.condition, words), known.get(rule.key, 0))
                for rule in each.rules.all()
            ],
        )
        for each in rule_sets()
    ]


def _thresholds(found: Record | None) -> dict[str, Any]:
    """Chances in percent: `now` as the rules have them, `proposed` where the backtest says otherwise."""
    now, proposed = thresholds(), _proposed(found)
    differs = proposed is not None and any(abs(now.get(name, 0) - proposed[name]) >= 0.005 for name in proposed)
    return {
        "now": {name: chance * 100 for name, chance in now.items()},
        "proposed": {name: chance * 100 for name, chance in proposed.items()} if proposed and differs else None,
    }


def _proposed(found: Record | None) -> dict[str, float] | None:
    if found is None or found.shortfall:
        return None
    proposal = from_json(found.backtest).proposal
    return None if proposal is None else {"yellow": proposal.yellow.chance, "red": proposal.red.chance}
