"""Editing rules: every way - form, file, proposal of a backtest - is another definition, written as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bleib.kernel.errors import UsageError
from bleib.lights.definition import Definition, RuleText, SetText
from bleib.lights.models import LightRule, RuleSet
from bleib.lights.stored import stored_definition, write
from bleib.lights.understanding import definition_of, definition_of_text
from bleib.lights.vocabulary import vocabulary
from bleib.rules.edits import Edit, as_seen
from bleib.rules.yaml_file import write as as_yaml

if TYPE_CHECKING:
    from bleib.accounts.models import User

HEADERS = {
    "de": "# Die Ampelregeln dieser Installation. `bleib lights import` liest diese Form; siehe docs/lights.md.\n",
    "en": "# The light rules of this installation. `bleib lights import` reads this form; see docs/lights.md.\n",
}


def export_rules(*, lang: str = "en") -> str:
    """All rules as a YAML file, those switched off among them; `lang` is that of the remark above them."""
    return HEADERS[lang] + as_yaml(stored_definition().to_json())


def import_rules(text: str, *, by: User | None, now: datetime, seen: str | None = None) -> list[Edit]:
    """Make a YAML file the rules; what it does not name goes. Returns what was done.

    `seen`: digest of the definition by which somebody was shown what would be done. Raises FileError, ChangedMeanwhile.
    """
    with _alone():
        as_seen(seen, stored_definition().digest)
        return write(definition_of_text(text, vocabulary()), by=by, now=now)


def keep_rule(rule_set: str, rule: Mapping[str, Any], *, by: User | None, now: datetime) -> list[Edit]:
    """Add a rule (in the form of the YAML file) to the set of that key, or change the one of the same key.

    Raises FileError with what is wrong; paths begin with "$.sets[N].rules[M]".
    """
    return edit(lambda old: old.with_rule(rule_set, _rule(rule)), by=by, now=now)


def remove_rule(key: str, *, by: User | None, now: datetime) -> list[Edit]:
    """The rule is gone. Twice is once."""
    return edit(lambda old: old.without_rule(key), by=by, now=now)


def switch_rule(key: str, *, active: bool, by: User | None, now: datetime) -> list[Edit]:
    """Off: it judges nobody any more, and stays where it is. UsageError for a rule that does not exist."""
    row = LightRule.objects.select_related("rule_set").filter(key=key).first()
    if row is None:
        raise UsageError(f"There is no light rule {key!r}.")

    def switched(old: Definition) -> Definition:
        rule = old.rule(key)
        return old if rule is None else old.with_rule(row.rule_set.key, replace(rule, active=active))

    return edit(switched, by=by, now=now)


def keep_set(
    key: str, *, name: Mapping[str, str], applies: Mapping[str, Any] | None, goes_on: bool = False, by: User | None,
    now: datetime,
) -> list[Edit]:  # fmt: skip
    """Add a set of rules above all others, or change the one of that key; its rules stay. Raises FileError."""

    def changed(old: Definition) -> Definition:
        rules = next((each.rules for each in old.sets if each.key == key), ())
        return old.with_set(SetText(key, name, rules, applies, goes_on))

    return edit(changed, by=by, now=now)


def remove_set(key: str, *, by: User | None, now: datetime) -> list[Edit]:
    """The set and its rules are gone."""
    return edit(lambda old: old.without_set(key), by=by, now=now)


def edit(change: Any, *, by: User | None, now: datetime) -> list[Edit]:
    """Another definition from the one that is stored, checked as a whole and written."""
    with _alone():
        return write(definition_of(change(stored_definition()).to_json(), vocabulary()), by=by, now=now)


@contextmanager
def _alone() -> Iterator[None]:
    """A transaction; who edits at the same time waits."""
    with transaction.atomic():
        list(RuleSet.objects.select_for_update().values_list("pk"))
        yield


def _rule(data: Mapping[str, Any]) -> RuleText:
    """The parts as they were given; what they are worth is checked with everything else."""
    parts = {name: data.get(name) or {} for name in ("name", "because", "advice")}
    return RuleText(
        key=str(data.get("key", "")), light=str(data.get("light", "")), when=data.get("when") or {},
        active=data.get("active", True), **parts,
    )  # fmt: skip
