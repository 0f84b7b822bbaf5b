"""Writes docs/facts.md from the registry: `python -m bleib.history.fact_document > docs/facts.md`."""

from __future__ import annotations

from bleib.history.fact_types import TYPES, FactType
from bleib.history.props import CODE_SHAPE, Prop

INTRODUCTION = f"""\
# Facts

Everything that can happen to a customer, as a closed list: [`fact_types.py`](../src/bleib/history/fact_types.py). This
page is made from it (`python -m bleib.history.fact_document > docs/facts.md`, and a test compares).

Every fact has an `id`, a `type`, a `customer` and maybe a `contact` (their numbers, never their names), an instant
(`occurred_at`, UTC) with its local day (`occurred_on`), a `source` system, the import that brought it, and when Bleib
learned of it (`recorded_at`). What else stands in its columns depends on its type; where nothing is said below, the
column is empty. Amounts are in the installation's currency; amounts and quantities have four decimals.

`props` is JSON with what is listed here and nothing else. There is no place for names, addresses or free text: a code
is {CODE_SHAPE}.

The same fact has the same id, whoever says it: a hash of its source system, its type and its own number there. (Lines
of orders are told apart by [order and line number or by what they say](import.md#the-same-line-twice).)
"""

COLUMNS = ("amount", "quantity", "product", "ref")


def page() -> str:
    """The whole page: introduction, table of contents, one section per type."""
    return "\n".join([INTRODUCTION, _contents(), *(_section(each) for each in TYPES.values())])


def _contents() -> str:
    rows = [f"| [{each.name}](#{each.name}) | {each.label_en} | {each.label_de} |" for each in TYPES.values()]
    return "\n".join(["| type | English | Deutsch |", "|---|---|---|", *rows, ""])


def _section(kind: FactType) -> str:
    columns = [f"| `{name}` | {getattr(kind, name)} |" for name in COLUMNS if getattr(kind, name)]
    props = [f"| `props.{prop.name}` | {_prop(prop)} |" for prop in kind.props]
    known = "" if not kind.anonymous else " The customer may be unknown."
    table = ["", "| column | meaning |", "|---|---|", *columns, *props] if columns or props else []
    return "\n".join([f"## {kind.name}", "", f"{kind.meaning}{known}", *table, ""])


def _prop(prop: Prop) -> str:
    return f"{prop.meaning}; {prop.allowed}{'; always there' if prop.needed else ''}"


if __name__ == "__main__":
    print(page(), end="")
