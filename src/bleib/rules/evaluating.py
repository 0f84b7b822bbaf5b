"""All rules of a caller as one query: who fits, since when, and on which day the answer may change by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyarrow as pa
from sqlglot import exp

from bleib.history.engine import Engine
from bleib.rules.conditions import FieldCondition, Leaf, Rule
from bleib.rules.fact_leaves import fact_truth
from bleib.rules.fact_query import FactColumns
from bleib.rules.field_leaves import field_truth, value_on
from bleib.rules.sources import source_steps, table_of
from bleib.rules.sql import ALWAYS, NEVER, Sql, both, call, column, earliest, named, only_if, step, text
from bleib.rules.tree import Tree, columns_of, told
from bleib.rules.truth import Truth
from bleib.rules.vocabulary import ATTRIBUTES, Field

LEAVES = "conditions"
CUSTOMER = ("customer",)
CONTACT = "contact_id"  # in the table `attributes`, where its rows are contacts
Shown = Mapping[str, Sequence[Field]]


def evaluate(
    rules: Mapping[str, Rule],
    engine: Engine,
    *,
    as_of: date,
    horizon: int = 90,
    show: Shown | None = None,
    keys: Sequence[str] = CUSTOMER,
) -> pa.Table:
    """One row per customer of the table `attributes`, which the caller has given to the engine (and `outlook`).

    Columns: `customer`; per key KEY (bool) and KEY__since (a day since which it has held without interruption; null
    where it does not hold, always did or dates do not tell); `due_on`, the first day on which an answer may change
    without any new fact, null where none does. For keys in `show` also KEY__evidence: those fields' values as JSON
    text, where it holds. Days are local days, and `as_of` is the last one whose facts count. Only the groups of
    features that rules mention are computed, and all conditions over facts share one aggregation. `keys`: the columns
    of `attributes` that stand in front; where its rows are contacts, ("customer", "contact_id") tells them apart.
    """
    return engine.run(query(rules, as_of=as_of, horizon=horizon, show=show, keys=keys))


def query(
    rules: Mapping[str, Rule],
    *,
    as_of: date,
    horizon: int = 90,
    show: Shown | None = None,
    values: Iterable[Field] = (),
    keys: Sequence[str] = CUSTOMER,
) -> exp.Select:
    """The query that `evaluate` runs: groups of features, facts, all conditions, and what they are put together to.

    `values`: fields whose values are columns of the answer for everybody (see `value_of`). Whoever needs evidence of a
    few rows only makes it from them (`evidence`): JSON is dearer than all conditions together.
    """
    tree, facts, shown, asked = Tree(), FactColumns(as_of), show or {}, tuple(values)
    roots = {key: tree.add(rule.condition) for key, rule in rules.items()}
    leaves = [each for number, leaf in tree.leaves() for each in columns_of(number, _truth(leaf, facts, as_of))]
    seen = dict.fromkeys([*asked, *(field for fields in shown.values() for field in fields)])
    known = [named(value_on(field, as_of), value_of(field).name) for field in seen]
    sources = _sources(rules.values(), seen)
    groups = source_steps(sources, as_of=as_of, horizon=horizon, reading=[*known, *leaves])
    steps = [*groups, *facts.steps()]
    tables = {**{table_of(each): False for each in sources}, **facts.tables}
    levels = tree.steps(LEAVES)
    answers = (*map(column, keys), *_answers(roots, shown), *map(value_of, asked))
    answer = exp.select(*answers).from_(levels[-1].alias if levels else LEAVES)
    first = step(LEAVES, _joined([*(column(each, ATTRIBUTES) for each in keys), *known, *leaves], tables))
    answer.set("with_", exp.With(expressions=[*steps, first, *levels]))
    return answer


def value_of(field: Field) -> exp.Column:
    """The column of the answer with a field's value."""
    return column(f"value__{field.name}")


def evidence(fields: Iterable[Field]) -> Sql:
    """JSON text over such columns; merging an object into an empty one leaves out what is null."""
    pairs = (each for field in fields for each in (text(field.name), value_of(field)))
    return call("json_merge_patch", text("{}"), call("json_object", *pairs))


def _truth(leaf: Leaf, facts: FactColumns, as_of: date) -> Truth:
    return field_truth(leaf, as_of) if isinstance(leaf, FieldCondition) else fact_truth(leaf, facts)


def _sources(rules: Iterable[Rule], shown: Iterable[Field]) -> list[str]:
    """Where the fields stand, without the attributes themselves."""
    read = [leaf.field for rule in rules for leaf in rule.leaves if isinstance(leaf, FieldCondition)]
    return sorted({field.source for field in [*read, *shown]} - {ATTRIBUTES})


def _joined(columns: Sequence[Sql], tables: Mapping[str, bool]) -> exp.Select:
    """`tables`: true where their rows are contacts, which facts name by a text."""
    query = exp.select(*columns).from_(ATTRIBUTES)
    for name, is_own in tables.items():
        same: Sql = exp.EQ(this=column("customer", name), expression=column("customer", ATTRIBUTES))
        if is_own:
            contact = exp.cast(column(CONTACT, ATTRIBUTES), exp.DataType.Type.TEXT)
            same = both(same, exp.EQ(this=column("contact", name), expression=contact))
        query = query.join(name, join_type="left", on=same)
    return query


def _answers(roots: Mapping[str, int], shown: Shown) -> Iterable[Sql]:
    for key, number in roots.items():
        truth = told(number)
        dated = both(truth.holds, truth.since > ALWAYS, truth.since < NEVER)
        yield named(truth.holds, key)
        yield named(only_if(dated, truth.since), f"{key}__since")
        if key in shown:
            yield named(only_if(truth.holds, evidence(shown[key])), f"{key}__evidence")
    due = earliest(told(number).changes for number in roots.values()) if roots else NEVER
    yield named(exp.Nullif(this=due, expression=NEVER.copy()), "due_on")
