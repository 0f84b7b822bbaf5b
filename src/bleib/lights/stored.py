"""The definition as the database holds it, and how another one is written there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bleib.audit.api import record
from bleib.lights.definition import Definition, RuleText, SetText
from bleib.lights.models import LightRule, RuleSet
from bleib.rules.edits import Edit, EditKind, differences
from bleib.rules.texts import told

if TYPE_CHECKING:
    from bleib.accounts.models import User

JOB = "light rules"


def stored_definition() -> Definition:
    """All sets and rules, those switched off among them."""
    return Definition(tuple(_set(each) for each in RuleSet.objects.prefetch_related("rules")))


def edits(before: Definition, after: Definition) -> list[Edit]:
    """What has to be done to come from one to the other; sets first."""
    of_sets = differences("set", _parts(_sets(before)), _parts(_sets(after)))
    return [*of_sets, *differences("rule", _parts(_rules(before)), _parts(_rules(after)))]


@transaction.atomic
def write(definition: Definition, *, by: User | None, now: datetime, job: str = JOB) -> list[Edit]:
    """Make the database say this; returns what was done. Every edit is in the audit log. The same again does nothing.

    `by` None: a job, which leaves rules untouched by hand.
    """
    list(RuleSet.objects.select_for_update().values_list("pk"))  # who edits at the same time waits here
    done = edits(stored_definition(), definition)
    for edit in sorted(done, key=lambda each: each.what):  # rules before their sets
        if edit.kind is EditKind.REMOVED:
            model = LightRule if edit.what == "rule" else RuleSet
            row = model._default_manager.get(key=edit.key)
            _note(edit, row, by=by, now=now, job=job)
            row.delete()
    for edit in done:
        if edit.kind is not EditKind.REMOVED:
            row = _keep_set(definition, edit) if edit.what == "set" else _keep_rule(definition, edit, by=by, now=now)
            _note(edit, row, by=by, now=now, job=job)
    return done


def _keep_set(definition: Definition, edit: Edit) -> RuleSet:
    place, text = _sets(definition)[edit.key][1:]
    row = RuleSet.objects.filter(key=edit.key).first() or RuleSet(key=edit.key)
    row.name_de, row.name_en = text.name.get("de", ""), text.name.get("en", "")
    row.applies = None if text.applies is None else dict(text.applies)
    row.goes_on, row.position = text.goes_on, place
    row.save()
    return row


def _keep_rule(definition: Definition, edit: Edit, *, by: User | None, now: datetime) -> LightRule:
    said, place, text = _rules(definition)[edit.key]
    row = LightRule.objects.filter(key=edit.key).first() or LightRule(key=edit.key)
    row.rule_set = RuleSet.objects.get(key=said["set"])
    row.colour, row.condition, row.position = text.light, dict(text.when), place
    for part in ("name", "because", "advice"):
        for language in ("de", "en"):
            setattr(row, f"{part}_{language}", getattr(text, part).get(language, ""))
    row.retired_at = None if text.active else row.retired_at or now
    if by is not None:
        row.edited_at, row.edited_by = now, by
    row.save()
    return row


def _note(edit: Edit, row: RuleSet | LightRule, *, by: User | None, now: datetime, job: str) -> None:
    verb = f"{'light_rules' if edit.what == 'set' else 'light_rule'}.{edit.kind}"
    record(actor=by, job=job, verb=verb, subject=row, before=dict(edit.before), after=dict(edit.after), now=now)


Placed = Mapping[str, tuple[dict[str, Any], int, Any]]  # key -> its parts, its place, the text


def _sets(definition: Definition) -> Placed:
    return {each.key: ({**each.head(), "place": n}, n, each) for n, each in enumerate(definition.sets)}


def _rules(definition: Definition) -> Placed:
    placed = ((each.key, n, rule) for each in definition.sets for n, rule in enumerate(each.rules))
    return {rule.key: ({**rule.to_json(), "set": key, "place": n}, n, rule) for key, n, rule in placed}


def _parts(placed: Placed) -> dict[str, dict[str, Any]]:
    return {key: said for key, (said, _place, _text) in placed.items()}


def _set(row: RuleSet) -> SetText:
    names = {"de": row.name_de, "en": row.name_en}
    return SetText(row.key, told(names), tuple(_rule(each) for each in row.rules.all()), row.applies, row.goes_on)


def _rule(row: LightRule) -> RuleText:
    return RuleText(
        key=row.key,
        light=row.colour,
        when=row.condition,
        name=told({"de": row.name_de, "en": row.name_en}),
        because=told({"de": row.because_de, "en": row.because_en}),
        advice=told({"de": row.advice_de, "en": row.advice_en}),
        active=row.is_active,
    )
