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
from bleib.rules.evaluating import evidence, query, value_of
from bleib.rules.parsing import parse
from bleib.rules.vocabulary import ATTRIBUTES, Field, Kind, Moves, Vocabulary

HORIZON = 90  # days of features that look ahead
LIGHTS = pa.schema([("customer", pa.string()), ("light", pa.string()), ("since", pa.date32())])
KEPT = pa.schema([("customer", pa.string()), ("digest", pa.int64()), ("colours", pa.string())])
NAMES = f"case rank {' '.join(f'when {each.rank} then {each.value!r}' for each in Colour)} end"
# Better or worse only where the chance of 30 days ago lies outside of what the chance of today may be.
CHANCES = ("leave_before", "leave_low", "leave_high")
TREND = (
    "case when value__leave_before < value__leave_low then 'worse' "
    "when value__leave_before > value__leave_high then 'better' else '' end"
)
# Whoever is judged otherwise than kept, and whoever has a light and is not judged any more.
OTHERS = """
select lights.*, row_number() over (order by lights.customer) as place
from ({lights}) as lights
left join kept on kept.customer = lights.customer
where case when colour is null then kept.customer is not null
    else kept.digest is distinct from lights.digest or kept.colours is distinct from colour || ' ' || colour end
"""
GONE = """
select customer from verdicts where colour is null
union all
select customer from kept where not exists (select 1 from attributes where attributes.customer = kept.customer)
"""


@dataclass(frozen=True)
class Questions:
    """A definition, understood: all that has to be evaluated, under plain names. s0, s1: for whom sets are; r0, r1:
    active rules, in order. `shown`: what is kept as evidence of each rule; `chances`: what the trend is made of."""

    definition: Definition
    rules: Mapping[str, Rule]
    shown: Mapping[str, Sequence[Field]]
    chances: Sequence[Field]

    @classmethod
    def of(cls, definition: Definition, vocabulary: Vocabulary) -> Questions:
        applies = {f"s{n}": each.applies for n, each in enumerate(definition.sets) if each.applies is not None}
        active = {f"r{n}": rule for n, (_, rule) in enumerate(definition.active())}
        parsed = {name: parse(rule.when, vocabulary) for name, rule in active.items()}
        shown = {name: shown_fields(active[name], rule, vocabulary) for name, rule in parsed.items()}
        rules = {name: parse(each, vocabulary) for name, each in applies.items()} | parsed
        return cls(definition, rules, shown, [vocabulary.fields[name] for name in CHANCES])

    @property
    def values(self) -> tuple[Field, ...]:
        """What evidence and trend are made of."""
        return tuple(dict.fromkeys([*(field for fields in self.shown.values() for field in fields), *self.chances]))

    @property
    def fields(self) -> set[str]:
        """Names of all fields that are read."""
        return {name for rule in self.rules.values() for name in rule.fields} | {
            field.name for fields in self.shown.values() for field in fields
        }


def judge(
    engine: DuckDBEngine, asked: Questions, *, as_of: date, attributes: pa.Table, outlook: pa.Table, kept: pa.Table
) -> None:
    """Make the engine's table `verdicts`: those whose light or reasons are others than the `kept` ones (KEPT).

    `colour` is null for those with a light whom no set applies to any more. `as_of` is the last day that counts.
    `attributes` says whom to judge.
    """
    engine.give("attributes", attributes)
    engine.give("outlook", outlook)
    engine.give("kept", kept)
    text = OTHERS.format(lights=lights_sql(asked, as_of, digested=True))
    engine.connection.execute(f"create or replace temp table verdicts as {text}")


def lights(engine: DuckDBEngine, asked: Questions, *, as_of: date, attributes: pa.Table, outlook: pa.Table) -> pa.Table:
    """customer, light, since: how everybody in `attributes` would be judged on this day."""
    engine.give("attributes", attributes)
    engine.give("outlook", outlook)
    judged = lights_sql(asked, as_of, digested=False)
    found = engine.run(
        f"select customer, colour as light, since from ({judged}) where colour is not null order by customer"
    )
    return found.cast(LIGHTS)


def lights_sql(asked: Questions, as_of: date, *, digested: bool) -> str:
    """SELECT with a row for everybody: customer, colour (null: not judged), since (null: not known), due_on, h0, h1 ...
    (whether the rule is a reason) and the day since which it has held.

    `digested`: also `trend`, `digest` (of all that is kept), and the values that evidence is made of.
    """
    values = asked.values if digested else ()
    found = _query(tuple(asked.rules.items()), values, as_of)
    rules = list(_reasons(asked.definition))
    holding = ", ".join(f"coalesce(r{n} and {judging}, false) as h{n}" for n, _, judging in rules)
    ranks = "".join(f", case when h{n} then {Colour(rule.light).rank} end" for n, rule, _ in rules)
    days = "".join(
        f", case when h{n} and rank = {Colour(rule.light).rank} then r{n}__since end" for n, rule, _ in rules
    )
    steps = [
        f"select *, {_by_any(asked.definition)} as applies{f', {holding}' if holding else ''} from ({found})",
        f"select *, greatest(1{ranks}) as rank{f', {TREND} as trend' if digested else ''} from held",
        f"select *, case when applies then {NAMES} end as colour, least(cast(null as date){days}) as since from ranked",
    ]
    names = [f"{name} as ({step})" for name, step in zip(("held", "ranked", "coloured"), steps, strict=True)]
    digest = f", {_digest(asked)} as digest" if digested else ""
    return f"with {', '.join(names)} select *{digest} from coloured"


@lru_cache(maxsize=8)
def _query(rules: tuple[tuple[str, Rule], ...], values: tuple[Field, ...], as_of: date) -> str:
    """The text of one query, which takes longer to write than to run for a few customers."""
    return render(query(dict(rules), as_of=as_of, horizon=HORIZON, values=values), "duckdb")


def found_sql(asked: Questions) -> str:
    """SELECT of the reasons over `verdicts`: customer, place, rule, turn, rank, colour, since, evidence (JSON text)."""
    parts = [
        f"select customer, place, '{rule.key}' as rule, {n} as turn, {Colour(rule.light).rank} as rank, "
        f"'{rule.light}' as colour, r{n}__since as since, {evidence(asked.shown[f'r{n}']).sql('duckdb')} as evidence "
        f"from verdicts where h{n} and colour is not null"
        for n, rule, _ in _reasons(asked.definition)
    ]
    return "\nunion all\n".join(parts) if parts else NOTHING_FOUND


NOTHING_FOUND = (
    "select customer, place, '' as rule, 0 as turn, 1 as rank, '' as colour, cast(null as date) as since, "
    "'{}' as evidence from verdicts where false"
)


def shown_fields(text: RuleText, rule: Rule, vocabulary: Vocabulary) -> list[Field]:
    """What is kept as evidence: what the rule asks of the history and the forecast, what its sentence names, and the
    days that these count from. Of the record only what the sentence names."""
    known = vocabulary.fields
    asked = [name for name in sorted(rule.fields) if known[name].source != ATTRIBUTES]
    named = [name for sentence in text.because.values() for name in FIELD.findall(sentence)]
    names = dict.fromkeys([*named, *asked])
    days = [each for name in names for each in (known[name].date, known[name].per) if each in known]
    return [known[name] for name in dict.fromkeys([*names, *filter(None, days)])]


def _digest(asked: Questions) -> str:
    """Of all that is kept of a light. What only counts the days from one that is kept is no news."""
    parts = []
    for n, rule, _ in _reasons(asked.definition):
        shown = [value_of(field).sql("duckdb") for field in asked.shown[f"r{n}"] if not _counts_days(field)]
        said = ", ".join([f"'{rule.key}'", str(n), f"r{n}__since", *shown])
        parts.append(f", case when h{n} then hash({said}) end")
    # A bigint has a sign.
    return f"cast(hash(colour, since, due_on, trend{''.join(parts)}) >> 1 as bigint)"


def _counts_days(field: Field) -> bool:
    """Whether the sentence counts it anew on the day on which it is read, from a day that is shown as well."""
    return field.moves is Moves.WITH_DAY and field.kind in (Kind.DAYS, Kind.NUMBER)


def _reasons(definition: Definition) -> Iterator[tuple[int, RuleText, str]]:
    """Active rules with their number, and the condition under which they are reasons where they hold."""
    judging = dict(_judging(definition))
    for n, (each, rule) in enumerate(definition.active()):
        yield n, rule, judging[each.key]


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
