"""The condition that texts of a table name somebody, for both databases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from bleib.kernel.naming import naming, plain_part


def saying(column: str, names: Sequence[str], *, after: str = "") -> Q:
    """Rows whose `column` says one of the names (see kernel/naming.py). No names, no rows."""
    if not names:
        return Q(pk=None)
    exact: Any = {f"{column}__iregex": naming(names, after=after)}
    parts = [plain_part(name) for name in names]
    if not all(parts):
        return Q(**exact)
    may: list[Any] = [Q(**{f"{column}__icontains": part}) for part in parts]  # far cheaper, and rules out nearly all
    return reduce(or_, may) & Q(**exact)
