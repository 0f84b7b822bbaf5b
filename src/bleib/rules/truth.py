"""What a condition says of a customer on a day: whether it holds, since when, and when that may change by itself.

`since` is a day from which the answer has been what it is without interruption, `changes` the first day on which it
may be another one without any new fact. Both are never null: ALWAYS and NEVER stand for the two ends of time, and
a `since` that is not known is NEVER, the latest of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from bleib.rules.sql import ALWAYS, NEVER, Sql, both, earliest, either, latest, when


@dataclass(frozen=True)
class Truth:
    """Three SQL expressions over one customer's row: bool, date, date."""

    holds: Sql
    since: Sql
    changes: Sql


def negated(truth: Truth) -> Truth:
    return Truth(exp.Not(this=exp.Paren(this=truth.holds.copy())), truth.since, truth.changes)


def conjoined(parts: Sequence[Truth]) -> Truth:
    """All hold since the last of them began to, until the first ends; not all, as long as any one does not."""
    holds = both(*(each.holds for each in parts))
    return _chosen(holds, yes=_together(parts), no=_as_long_as_one(parts, holding=False))


def disjoined(parts: Sequence[Truth]) -> Truth:
    """The mirror image of `conjoined`."""
    holds = either(*(each.holds for each in parts))
    return _chosen(holds, yes=_as_long_as_one(parts, holding=True), no=_together(parts))


def _together(parts: Sequence[Truth]) -> tuple[Sql, Sql]:
    """Since and until when all parts say what they say."""
    return latest(each.since for each in parts), earliest(each.changes for each in parts)


def _as_long_as_one(parts: Sequence[Truth], *, holding: bool) -> tuple[Sql, Sql]:
    """Since and until when one of the parts that do (not) hold goes on with it."""
    since = (_of_those(each, each.since, NEVER, holding=holding) for each in parts)
    changes = (_of_those(each, each.changes, ALWAYS, holding=holding) for each in parts)
    return earliest(since), latest(changes)


def _of_those(part: Truth, value: Sql, otherwise: Sql, *, holding: bool) -> Sql:
    yes, no = (value, otherwise) if holding else (otherwise, value)
    return when((part.holds, yes), otherwise=no)


def _chosen(holds: Sql, *, yes: tuple[Sql, Sql], no: tuple[Sql, Sql]) -> Truth:
    since, changes = (when((holds, ours), otherwise=theirs) for ours, theirs in zip(yes, no, strict=True))
    return Truth(holds, since, changes)
