"""SQL is written once, in DuckDB's dialect; this renders it for the engine that runs it."""

from __future__ import annotations

from sqlglot import exp, parse_one


def parse(text: str) -> exp.Select:
    """One SELECT, with or without steps before it."""
    return parse_one(text, read="duckdb", into=exp.Select)


def render(query: exp.Expression, dialect: str, *, pretty: bool = False) -> str:
    """SQL text for "duckdb" or "spark"."""
    if dialect == "spark":
        query = query.transform(_exact_quantile)
    return query.sql(dialect, pretty=pretty)


def _exact_quantile(node: exp.Expression) -> exp.Expression:
    """Spark's exact, interpolating quantile is `percentile`; SQLGlot renders another or an approximate one."""
    if isinstance(node, exp.PercentileCont):
        return exp.Anonymous(this="PERCENTILE", expressions=[node.this, node.expression])
    return node
