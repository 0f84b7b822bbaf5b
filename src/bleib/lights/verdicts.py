"""Which light each customer has by a definition, and why: one query over what `rules.evaluate` found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pyarrow as pa

from bleib.history.dialect import render
from bleib.history.engine import DuckDBEngine
from bleib.lights.colour import Colour
from bleib.lights.definition import Definition, RuleText
from bleib.lights.understanding import FIELD
from bleib.rules.conditions import Rule
from bleib.rules.evaluating import query
from bleib.rules.parsing import parse
from bleib.rules.vocabulary import ATTRIBUTES, Field, Vocabulary

HORIZON = 90  # days of features that look ahead
LIGHTS = pa.schema([("customer", pa.string()), ("light", pa.string()), ("since", pa.date32())])

# `found` has a row per customer and rule that holds for it; the worst colour counts, since its first reason. Whom no
# set applies to is not judged.
JUDGED = """
select
    verdicts.customer as customer,
    coalesce(max(found.rank), 1) as rank,
    min(found.since) filter (where found.rank = worst.rank) as since,
    any_value(verdicts.due_on) as due_on
from verdicts
left join (select customer, max(rank) as rank from found group by 1) as worst on worst.customer = verdicts.customer
left join found on found.customer = verdicts.customer
where {judged}
group by 1
"""
NAMES = f"case rank {' '.join(f'when {each.rank} then {each.value!r}' for each in Colour)} end"


@dataclass(frozen=True)
class Questions:
    """A definition, understood: all that has to be evaluated, under plain names. s0, s1: for whom sets are; r0, r1:
    active rules, in order. `shown`: what is kept as evidence of each rule."""

    definition: Definition
    rules: Mapping[str, Rule]
    shown: Mapping[str, Sequence[Field]]

    @classmethod
    def of(cls, definition: Definition, vocabulary: Vocabulary) -> Questions:
        applies = {f"s{n}": each.applies for n, each in enumerate(definition.sets) if each.applies is not None}
        active = {f"r{n}": rule for n, (_, rule) in enumerate(definition.active())}
        parsed = {name: parse(rule.when, vocabulary) for name, rule in active.items()}
        shown = {name: shown_fields(active[name], rule, vocabulary) for name, rule in parsed.items()}
        return cls(definition, {name: parse(each, vocabulary) for name, each in applies.items()} | parsed, shown)

    @property
    def fields(self) -> set[str]:
        """Names of all fields that are read."""
        return {name for rule in self.rules.values() for name in rule.fields} | {
            field.name for fields in self.shown.values() for field in fields
        }


def judge(engine: DuckDBEngine, asked: Questions, *, as_of: date, attributes: pa.Table, outlook: pa.Table) -> None:
    """Make the engine's table `verdicts`, which the SELECTs below read.

    `as_of` is the last day that counts. `attributes` says whom to judge.
    """
    engine.give("attributes", attributes)
    engine.give("outlook", outlook)
    text = _query(tuple(asked.rules.items()), tuple((key, tuple(each)) for key, each in asked.shown.items()), as_of)
    engine.connection.execute(f"create or replace temp table verdicts as {text}")


@lru_cache(maxsize=8)
def _query(rules: tuple[tuple[str, Rule], ...], shown: tuple[tuple[str, tuple[Field, ...]], ...], as_of: date) -> str:
    """The text of one query, which takes longer to write than to run for a few customers."""
    return render(query(dict(rules), as_of=as_of, horizon=HORIZON, show=dict(shown)), "duckdb")


def lights(engine: DuckDBEngine, asked: Questions, *, as_of: date, attributes: pa.Table, outlook: pa.Table) -> pa.Table:
    """customer, light, since: how everybody in `attributes` would be judged on this day."""
    judge(engine, asked, as_of=as_of, attributes=attributes, outlook=outlook)
    found = engine.run(f"select customer, colour as light, since from ({judged_sql(asked.definition)}) order by 1")
    return found.cast(LIGHTS)


def found_sql(definition: Definition) -> str:
    """SELECT of the reasons over `verdicts`: customer, rule, place, rank, since, evidence (JSON text)."""
    parts = list(_found(definition))
    return "\nunion all\n".join(parts) if parts else NOTHING_FOUND


def judged_sql(definition: Definition) -> str:
    """SELECT of the lights over `verdicts`: customer, colour, since (null: not known), due_on."""
    judged = JUDGED.format(judged=_by_any(definition))
    return f"with found as ({found_sql(definition)}) select customer, {NAMES} as colour, since, due_on from ({judged})"


NOTHING_FOUND = (
    "select customer, '' as rule, 0 as place, 1 as rank, cast(null as date) as since, '{}' as evidence "
    "from verdicts where false"
)


def shown_fields(text: RuleText, rule: Rule, vocabulary: Vocabulary) -> list[Field]:
    """What is kept as evidence: what the rule asks of the history and the forecast, what its sentence names, and the
    days that these count from. Of the record only what the sentence names."""
    known = vocabulary.fields
    asked = [name for name in sorted(rule.fields) if known[name].source != ATTRIBUTES]
    named = [name for sentence in text.because.values() for name in FIELD.findall(sentence)]
    names = dict.fromkeys([*named, *asked])
    days = [known[name].date for name in names if known[name].date in known]
    return [known[name] for name in dict.fromkeys([*names, *filter(None, days)])]


def _found(definition: Definition) -> Iterator[str]:
    judging = dict(_judging(definition))
    for n, (each, rule) in enumerate(definition.active()):
        rank = Colour(rule.light).rank
        yield (
            f"select customer, '{rule.key}' as rule, {n} as place, {rank} as rank, r{n}__since as since, "
            f"r{n}__evidence as evidence from verdicts where r{n} and {judging[each.key]}"
        )


def _by_any(definition: Definition) -> str:
    """The condition under which a customer is judged at all."""
    return " or ".join("true" if each.applies is None else f"s{n}" for n, each in enumerate(definition.sets)) or "false"


def _judging(definition: Definition) -> Iterator[tuple[str, str]]:
    """Per set the condition under which it judges a customer: it applies, and none above it is the last word."""
    above: list[str] = []
    for n, each in enumerate(definition.sets):
        mine = "true" if each.applies is None else f"s{n}"
        yield each.key, " and ".join([mine, *(f"not {other}" for other in above)])
        if not each.goes_on:
            above.append(mine)
