"""Whose order is it? Looked for in the lake: groups of rows state the smallest and largest number they hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlglot import exp

from bleib.history.aliases import Aliases
from bleib.history.lake import Lake, claimed
from bleib.history.models import PendingFact
from bleib.history.timeline import engine

LAST = "\U0010ffff"


def customers_of_order(home: Path, ref: str, *, limit: int) -> list[tuple[str, str, date]]:
    """Numbers of orders, cases and contracts that begin with `ref`, with the customer and the last day of each.

    A number that leads to a fact which was taken back since is among them: the customer's page shows what counts.
    """
    number = exp.column("ref")
    between = exp.and_(number >= exp.Literal.string(ref), number < exp.Literal.string(ref + LAST)).sql("duckdb")
    lines = claimed(Lake(home).files(), "ref, customer, occurred_on")
    query = f"""
        select ref, customer, max(occurred_on) from ({lines})
        where {between} and customer is not null group by 1, 2 order by 1, 2 limit {limit}
    """
    with engine().cursor() as connection:
        found = {(row[0], row[1]): row[2] for row in connection.execute(query).fetchall()}
    waiting = PendingFact.objects.filter(ref__startswith=ref).exclude(customer=None)
    found |= {(row[0], row[1]): row[2] for row in waiting.values_list("ref", "customer", "occurred_on")[:limit]}
    final = Aliases.now().final if found else {}
    return [(number_, final.get(customer, customer), day) for (number_, customer), day in sorted(found.items())[:limit]]
