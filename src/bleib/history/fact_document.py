"""Writes docs/facts.md from the registry: `python -m bleib.history.fact_document > docs/facts.md`."""

from __future__ import annotations

from bleib.history.events.kinds import EventKind
from bleib.history.events.registry import KINDS
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

FILES = """\
# Files about them

`bleib import` reads orders as [import.md](import.md) says, and files about other things by these kinds. Headings tell
the kind where they are clear; `--kind` says it where they are not. Every table has its own kind, so a folder with a
list of contracts, their usage and the cases of the same customers can be read in one go; a list of customers beside
them tells names, one of products how they are spelled (`GTXPro` is the `GTX Pro` of the list). Rows that name only a
contract are its customer's, whether the contracts are in the same import or were imported before.

Columns are recognised from their headings (case, umlauts, blanks and punctuation do not matter) or named with
`--map KEY=COLUMN`. Keys in bold are needed, or one of those that stand together.
"""
COLUMNS = ("amount", "quantity", "product", "ref")


def page() -> str:
    """The whole page: introduction, table of contents, one section per type."""
    types = [_section(each) for each in TYPES.values()]
    return "\n".join([INTRODUCTION, _contents(), *types, FILES, *(_kind(each) for each in KINDS.values())])


def _contents() -> str:
    rows = [f"| [{each.name}](#{each.name}) | {each.label_en} | {each.label_de} |" for each in TYPES.values()]
    return "\n".join(["| type | English | Deutsch |", "|---|---|---|", *rows, ""])


def _section(kind: FactType) -> str:
    columns = [f"| `{name}` | {getattr(kind, name)} |" for name in COLUMNS if getattr(kind, name)]
    props = [f"| `props.{prop.name}` | {_prop(prop)} |" for prop in kind.props]
    known = "" if not kind.anonymous else " The customer may be unknown."
    table = ["", "| column | meaning |", "|---|---|", *columns, *props] if columns or props else []
    return "\n".join([f"## {kind.name}", "", f"{kind.meaning}{known}", *table, ""])


def _kind(kind: EventKind) -> str:
    told = ", ".join(f"[{name}](#{name})" for name in dict.fromkeys(each.type for each in kind.tells))
    groups = [names for names in kind.either if not (kind.anonymous and names == ("customer",))]
    either = {name for names in groups for name in names}
    rows = [
        f"| {f'**`{key.name}`**' if key.needed or key.name in either else f'`{key.name}`'} | {key.label_en} / "
        f"{key.label_de} | {key.form} | {', '.join(key.words)} |"
        for key in kind.keys
    ]
    choices = [names for names in groups if len(names) > 1]
    hint = "".join(f" One of {', '.join(names)} is needed." for names in choices)
    head = ["| key | what | values | headings |", "|---|---|---|---|"]
    return "\n".join(
        [f"## --kind {kind.name}", "", f"{kind.label_en.capitalize()}. Tells {told}.{hint}", "", *head, *rows, ""]
    )


def _prop(prop: Prop) -> str:
    return f"{prop.meaning}; {prop.allowed}{'; always there' if prop.needed else ''}"


if __name__ == "__main__":
    print(page(), end="")
