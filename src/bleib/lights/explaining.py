"""From a light back to the facts: rule by rule what was seen, what the rule says, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from bleib.customers.models import Customer
from bleib.history.api import TimelineEntry, Wanted, timeline
from bleib.history.models import Setting
from bleib.lights.models import Light, LightReason, RulesVersion
from bleib.lights.reading import Family, family_of, light_of
from bleib.lights.vocabulary import vocabulary
from bleib.lights.weighing import Weight, weights
from bleib.lights.wording import Seen, Wording
from bleib.outlook.api import Outlook, outlook_of
from bleib.rules.errors import RuleError
from bleib.rules.parsing import parse
from bleib.rules.sentences import sentence

FACTS = 5


@dataclass(frozen=True)
class Because:
    """One reason: the sentence, the rule behind it in words, what it saw, the newest facts it looked at, what to do."""

    reason: LightReason
    sentence: str
    rule: str
    seen: Sequence[Seen]
    facts: Sequence[TimelineEntry]
    advice: str


@dataclass(frozen=True)
class Explanation:
    """Everything behind a light. `light` None: not judged, and `standing` says what the customer is instead.

    `changes`: the newest facts about the light itself. `rules_since`: when the rules that judged it came into force.
    `weights`: what weighs most in the forecast.
    """

    customer: Customer
    standing: str
    light: Light | None
    because: Sequence[Because]
    outlook: Outlook | None
    weights: Sequence[Weight]
    family: Family
    changes: Sequence[TimelineEntry]
    rules_since: datetime | None


def explain(customer: Customer, *, lang: str, now: datetime) -> Explanation:
    """Walk from the customer's light to reasons, rules, facts and the forecast. Texts are in `lang` (de, en)."""
    today = timezone.localtime(now).date()
    light = light_of(customer)
    wording = Wording(lang, today=today)
    outlook = outlook_of(customer)
    version = RulesVersion.of(light.made_by) if light else None
    return Explanation(
        customer=customer,
        standing=customer.standing,
        light=light,
        because=[_because(each, wording, customer) for each in light.reasons] if light else [],
        outlook=outlook,
        weights=weights(outlook, wording),
        family=family_of(customer),
        changes=_facts(customer, ("light_changed",), None),
        rules_since=version.since if version else None,
    )


def rule_sentence(condition: object, lang: str) -> str:
    """A condition in words; as it stands where it names what is gone."""
    try:
        return sentence(parse(condition, vocabulary()), lang, currency=Setting.read("currency", "EUR"))
    except RuleError:
        return str(condition)


def _because(reason: LightReason, wording: Wording, customer: Customer) -> Because:
    rule, where = wording.rules.get(reason.rule), wording.where(reason)
    return Because(
        reason=reason,
        sentence=wording.sentence(reason),
        rule=rule_sentence(rule.condition, wording.lang) if rule else "",
        seen=wording.seen(reason),
        facts=_facts(customer, where.types, where.since),
        advice=wording.advice(reason),
    )


def _facts(customer: Customer, types: Sequence[str], since: date | None) -> Sequence[TimelineEntry]:
    if not types:
        return ()
    return timeline(customer.number, wanted=Wanted(types=types, since=since), limit=FACTS).entries
