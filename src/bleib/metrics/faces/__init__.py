"""One typed function per metric, by theme. The `.sql` file of the same name is the definition, this is its face.

`data` is an Engine (the answer is Arrow) or activity as a pyarrow.Table, pandas or polars DataFrame (the answer is
of the same kind). All take `where` (a SQLGlot condition over the columns of `customers`) and `by` (one of them).
"""

from __future__ import annotations

from typing import TypedDict

from sqlglot import exp


class Slice(TypedDict, total=False):
    """Which customers count, and the column whose values get a block of rows each."""

    where: exp.Expression | None
    by: str | None
