"""`bleib sql`: the definition of a metric, as it runs."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bleib import metrics
from bleib.cli._language import LangOption, Language
from bleib.kernel.errors import UsageError


class Dialect(StrEnum):
    """Engines a metric runs on."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def sql(
    lang: LangOption,
    metric: Annotated[str | None, typer.Argument(help="Its name; without one, all metrics are listed.")] = None,
    dialect: Annotated[Dialect, typer.Option(help="The engine whose SQL to print.")] = Dialect.DUCKDB,
) -> None:
    """Print the SQL behind a metric, or list the metrics there are."""
    if metric is None:
        Console().print(_listed(lang))
        return
    if metric not in metrics.DEFINITIONS:
        alike = get_close_matches(metric, metrics.DEFINITIONS, n=1)
        guess = f" Did you mean '{alike[0]}'?" if alike else ""
        raise UsageError(f"There is no metric '{metric}'.{guess} 'bleib sql' lists them.")
    typer.echo(metrics.sql(metric, dialect), nl=False)


def _listed(lang: Language) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("slug", "Kennzahl", "Einheit") if lang is Language.DE else ("slug", "metric", "unit"):
        table.add_column(heading)
    for slug, definition in metrics.DEFINITIONS.items():
        table.add_row(slug, definition.label(lang), definition.unit_in(lang))
    return table
