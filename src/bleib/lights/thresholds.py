"""The chances from which on the forecast's two rules light: a backtest proposes them, a person may adopt others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bleib.kernel.errors import UsageError
from bleib.lights.definition import Definition
from bleib.lights.editing import edit
from bleib.lights.models import LightRule
from bleib.lights.stored import Edit
from bleib.lights.understanding import default_definition
from bleib.lights.vocabulary import vocabulary

if TYPE_CHECKING:
    from bleib.accounts.models import User

YELLOW, RED = "likely-to-leave", "about-to-leave"  # the rules that follow the backtest's proposal


def adopt_thresholds(*, yellow: float, red: float, by: User | None, now: datetime) -> list[Edit]:
    """Light the forecast's two rules from these chances on (0 to 1), where they are still there and ask for one.

    What else the rules demand stays. Without `by` (a job) only as long as nobody edited them and no proposal was
    adopted before.
    """
    if not 0 < yellow <= red < 1:
        raise UsageError(f"Chances lie between 0 and 1, yellow not above red: {yellow} and {red} do not.")
    if by is None and not _untouched():
        return []

    def adopted(old: Definition) -> Definition:
        for key, chance in ((YELLOW, yellow), (RED, red)):
            row, rule = LightRule.objects.select_related("rule_set").filter(key=key).first(), old.rule(key)
            if row is not None and rule is not None:
                old = old.with_rule(row.rule_set.key, replace(rule, when=_from(chance, rule.when)))
        return old

    return edit(adopted, by=by, now=now)


def thresholds() -> dict[str, float]:
    """The chances from which on the forecast's two rules light, yellow and red, as far as they ask for one."""
    found = LightRule.objects.filter(key__in=(YELLOW, RED)).values_list("colour", "condition")
    asked = {colour: _chance(when) for colour, when in found}
    return {colour: chance for colour, chance in asked.items() if chance is not None}


def _untouched() -> bool:
    """Whether the two rules stand as they were delivered."""
    found = LightRule.objects.filter(key__in=(YELLOW, RED), edited_at=None)
    delivered = default_definition(vocabulary())
    wanted = {key: rule.when for key in (YELLOW, RED) if (rule := delivered.rule(key)) is not None}
    return {row.key: row.condition for row in found} == wanted


def _is_threshold(when: Mapping[str, Any]) -> bool:
    return when.get("field") == "leave" and "at_least" in when


def _chance(when: Mapping[str, Any]) -> float | None:
    """The threshold of a condition, or of one of the conditions all of which it demands."""
    if _is_threshold(when):
        return float(when["at_least"])
    return next((float(each["at_least"]) for each in when.get("all", ()) if _is_threshold(each)), None)


def _from(chance: float, when: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same condition with another threshold."""
    if _is_threshold(when):
        return {**when, "at_least": chance}
    if "all" in when:
        return {**when, "all": [{**each, "at_least": chance} if _is_threshold(each) else each for each in when["all"]]}
    return when
