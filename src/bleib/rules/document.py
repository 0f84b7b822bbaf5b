"""Writes docs/rules.md from the vocabulary: `python -m bleib.rules.document > docs/rules.md`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files

from bleib.forecast.features import GROUPS
from bleib.history.fact_types import TYPES
from bleib.rules.facts import fields_of
from bleib.rules.feature_fields import feature_fields, outlook_fields, own_fields
from bleib.rules.operators import OPERATORS, operators
from bleib.rules.own_groups import OWN_GROUPS
from bleib.rules.parsing import parse
from bleib.rules.sentences import sentence
from bleib.rules.vocabulary import Field, Kind, Vocabulary

WORDS = Vocabulary.of([*feature_fields(), *own_fields(), *outlook_fields()])
EXAMPLES: tuple[object, ...] = (
    {"field": "days_since_activity", "at_least": 30},
    {"field": "overdue_ratio", "at_least": 2},
    {"all": [{"field": "nps_last", "at_most": 6}, {"field": "nps_last_on", "within_days": 180}]},
    {"facts": "order", "where": {"product": {"is": "X-100"}}, "within_days": 90, "count": {"at_least": 3}},
    {"not": {"facts": ["usage", "visit"], "within_days": 30}},
    {"facts": "case_opened", "where": {"severity": {"in": ["high", "urgent"]}}, "within_days": 90},
    {"facts": ["order", "credit"], "between": ["2026-01-01", "2026-07-01"], "sum": {"of": "amount", "at_least": 10000}},
    {"facts": "answer", "where": {"kind": {"is": "csat"}}, "within_days": 365, "last": {"score": {"at_most": 2}}},
    {"any": [{"field": "leave", "at_least": 0.8}, {"not": {"field": "running_contracts", "at_least": 1}}]},
    {"any": [{"field": "revenue_rank", "at_most": 0.2}, {"field": "won_back_on", "within_days": 365}]},
    {"all": [{"field": "anniversary_on", "within_next_days": 14}, {"field": "anniversary_years", "is": 10}]},
)  # fmt: skip


def page() -> str:
    """The whole page."""
    text = files("bleib.rules").joinpath("document.md").read_text(encoding="utf-8")
    made = {"EXAMPLES": _examples(), "OPERATORS": _operators(), "FIELDS": _fields(), "FACTS": _facts()}
    for name, part in made.items():
        text = text.replace(f"<!-- {name} -->", part)
    return text


def _examples() -> str:
    return "\n".join(line for data in EXAMPLES for line in _example(data)).rstrip()


def _example(data: object) -> Iterable[str]:
    rule = parse(data, WORDS)
    said = f"{sentence(rule, 'en')}. / {sentence(rule, 'de')}."
    return (said, "", "```json", json.dumps(data, ensure_ascii=False), "```", "")


def _operators() -> str:
    kinds = {each: [kind.value for kind in Kind if each in (op.name for op in operators(kind))] for each in OPERATORS}
    rows = [
        f"| `{each.name}` | {each.meaning_en} / {each.meaning_de} | {each.takes} | {', '.join(kinds[each.name])} |"
        for each in OPERATORS.values()
    ]
    return "\n".join(["| operator | meaning | takes | for |", "|---|---|---|---|", *rows])


def _fields() -> str:
    groups = {**GROUPS, **OWN_GROUPS}
    parts = [f"### {group.label_en} / {group.label_de}\n\n{_table(_of(name))}\n" for name, group in groups.items()]
    return "\n".join([*parts, f"### Forecast / Prognose\n\n{_table(outlook_fields())}"])


def _of(group: str) -> Iterable[Field]:
    return (each for each in WORDS if each.source == group)


def _table(fields: Iterable[Field]) -> str:
    rows = [f"| `{each.name}` | {each.label_en} / {each.label_de} | {each.kind} |" for each in fields]
    return "\n".join(["| field | name | kind |", "|---|---|---|", *rows])


def _facts() -> str:
    rows = [f"| `{each.name}` | {each.label_en} / {each.label_de} | {_says(each.name)} |" for each in TYPES.values()]
    return "\n".join(["| facts | name | say |", "|---|---|---|", *rows])


def _says(type_: str) -> str:
    return ", ".join(f"`{each.name}` ({each.kind})" for each in fields_of(type_).values())


if __name__ == "__main__":
    print(page(), end="")
