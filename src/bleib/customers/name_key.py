"""What customers are sorted and found by: the name as people spell it, or the number where there is no name.

One expression for the index and for queries, as text in SQL: a parameter inside it would keep SQLite from the index.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Func

# SQLite knows small letters of ASCII only, and neither database sorts ä beside a without a locale's help.
FOLDED = {"ä": "a", "Ä": "a", "ö": "o", "Ö": "o", "ü": "u", "Ü": "u", "ß": "ss", "é": "e", "É": "e", "è": "e"}


def folded(text: str, vendor: str) -> str:
    """SQL: a text in small letters without umlauts, compared letter by letter."""
    for letter, plain in FOLDED.items():
        text = f"replace({text}, '{letter}', '{plain}')"
    return f'(lower({text}) collate "C")' if vendor == "postgresql" else f"lower({text})"


def name_key(name: str, number: str, vendor: str) -> str:
    """SQL: what a customer is sorted by, from the columns with its name and number."""
    return folded(f"case when {name} = '' then {number} else {name} end", vendor)


class NameKey(Func):
    """The same as an expression for an index: NameKey("name", "number")."""

    output_field = CharField()

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        name, number = (compiler.compile(each)[0] for each in self.source_expressions)
        return name_key(name, number, connection.vendor), []
