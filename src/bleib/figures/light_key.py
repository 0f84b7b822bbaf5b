"""Lights as lists sort them: the worst colour first, and within a colour who brought most in its last year.

One expression for the index and for queries, as text in SQL: a parameter inside it would keep SQLite from the index.
"""

from __future__ import annotations

from typing import Any

from django.db.models import FloatField, Func

RANKS = {"green": 1, "yellow": 2, "red": 3}
MORE_THAN_ANY_YEAR = 10**12  # a colour weighs more than any customer's revenue


def light_key(light: str, revenue: str) -> str:
    """SQL: what a customer is sorted by; null where there is no light."""
    return f"({light} * {MORE_THAN_ANY_YEAR} + coalesce({revenue}, 0))"


class LightKey(Func):
    """The same as an expression for an index: LightKey("light", "revenue_year")."""

    output_field = FloatField()  # of money, Django would cast in SQLite, and no query would match

    def as_sql(  # type: ignore[override]
        self, compiler: Any, _connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        light, revenue = (compiler.compile(each)[0] for each in self.source_expressions)
        return light_key(light, revenue), []
