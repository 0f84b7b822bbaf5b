"""Where the customers behind a figure are listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bleib.report.sections.section import Figure
from bleib.ui.table import Table


@dataclass(frozen=True)
class Links:
    """Addresses for the figures of one question; who may not see customers gets none."""

    question: str
    allowed: bool = True

    def to(self, metric: str, cell: str, **row: Any) -> str:
        """Of a figure in a row of the metric's answer; what is None is left open."""
        if not self.allowed:
            return ""
        named = {name: str(value) for name, value in row.items() if value is not None}
        return f"{reverse('members')}?{urlencode({'question': self.question, 'metric': metric, 'cell': cell} | named)}"


def linked(table: Table, rows: Iterable[Iterable[str | None]]) -> Table:
    """The table with an address, or none, behind each cell."""
    return replace(table, links=tuple(tuple(each or None for each in row) for row in rows))


def pointing(figures: Iterable[Figure], addresses: Iterable[str]) -> tuple[Figure, ...]:
    """The figures with an address each."""
    return tuple(replace(figure, link=address) for figure, address in zip(figures, addresses, strict=True))
