"""Metrics: their definitions, and their values as the pages show them."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from bleib.accounts.api import Scope
from bleib.accounts.models import Token
from bleib.api.operations import operation
from bleib.api.problems import Refused, Wrong
from bleib.api.shapes import UNSEEN, Day
from bleib.api.shown.lights import Spoken
from bleib.api.shown.metrics import (
    AwaitedOut,
    DefinitionOut,
    MetricsOut,
    ValuesOut,
    definition_shown,
    metric_shown,
    plain,
)
from bleib.figures.api import Answer, Question, answer
from bleib.kernel.windows import Unit, Window
from bleib.metrics import DEFINITIONS, Definition
from bleib.report import Plan, Report
from bleib.segments.api import Segment, Subject, segments

router = Router()
A_DAY = timedelta(days=1)
NAMES = {"customer", "name"}


class ValuesFilter(Schema):
    """Over which windows, and of whom. Nothing said: the windows that fit the customers' own rhythm, over everybody."""

    at: Day | None = Field(None, description="Looked at on this day.")
    days: int | None = Field(None, ge=1, le=3_660, description="Days in a window.")
    every: Literal["", "month", "quarter", "year"] = Field("", description="Period after period.")
    base_from: Day | None = Field(None, description="Two windows of your own: all four days, each inclusive.")
    base_to: Day | None = None
    next_from: Day | None = None
    next_to: Day | None = None
    slice: str = Field(
        "", max_length=200, pattern=UNSEEN, description="Such as country:DE, tag:key account or segment:regulars."
    )

    @property
    def question(self) -> Question:
        """Raises UsageError for windows or slices that cannot be meant."""
        slice_by, _colon, value = self.slice.partition(":")
        return Question(self._plan, slice_by, value)

    @property
    def _plan(self) -> Plan:
        own = (self.base_from, self.base_to, self.next_from, self.next_to)
        if any(own):
            if not (self.base_from and self.base_to and self.next_from and self.next_to):
                what = "Two windows have four days: base_from, base_to, next_from, next_to."
                raise Refused(422, what, wrong=[Wrong("query", what)])
            base, next = Window(self.base_from, self.base_to + A_DAY), Window(self.next_from, self.next_to + A_DAY)
            return Plan(base=base, next=next, at=self.at, days=self.days)
        return Plan(at=self.at, days=self.days, every=Unit(self.every) if self.every else None)


@operation(router, "GET", "metrics", scope=Scope.READ_FIGURES, answer=MetricsOut)
def list_metrics(asked: Query[Spoken]) -> MetricsOut:
    """All metrics: what they mean, how they are computed, and who says so."""
    return MetricsOut(data=[metric_shown(each, asked.lang) for each in DEFINITIONS.values()])


@operation(router, "GET", "metrics/{slug}", scope=Scope.READ_FIGURES, answer=DefinitionOut, also=[404])
def get_metric(slug: str, asked: Query[Spoken]) -> DefinitionOut:
    """One metric with the SQL that computes it."""
    return definition_shown(_named(slug), asked.lang)


@operation(
    router,
    "GET",
    "metrics/{slug}/values",
    scope=Scope.READ_FIGURES,
    answer=ValuesOut,
    also=[404, 409],
    awaited=AwaitedOut,
)
def get_values(token: Token, slug: str, asked: Query[ValuesFilter]) -> ValuesOut | Status[AwaitedOut]:
    """What was measured.

    The worker measures, and keeps what is asked often: 202 means that it is at it, so ask again in some seconds.
    Metrics that name customers take the scope `read:customers` as well, slices by segment `read:segments`. 404 where
    nothing was imported yet or this metric is not part of what is measured; 409 where it cannot be measured, or nobody
    can say who belonged to the segment when the second window began, with the reason.
    """
    definition = _named(slug)
    _refuse_names(token, definition)
    segment = _segment_in(asked.slice, token)
    found = answer(asked.question, now=timezone.now())
    if found.is_awaited:
        return Status(202, AwaitedOut())
    if segment is not None:
        _refuse_untold(segment, found)
    return _values(slug, found, _measured(slug, found), of=asked.slice)


def _values(slug: str, found: Answer, report: Report, *, of: str) -> ValuesOut:
    assert found.measured_at is not None
    rows = [{name: plain(value) for name, value in row.items()} for row in report.rows(slug)]
    windows = report.windows
    return ValuesOut(
        metric=slug, measured_at=found.measured_at, stale=found.stale, until=report.until, base=str(windows.base),
        next=str(windows.next), slice=of, currency=report.currency, rows=rows,
    )  # fmt: skip


def _measured(slug: str, found: Answer) -> Report:
    if found.empty:
        raise Refused(404, "Nothing was imported yet.")
    if found.report is None:
        raise Refused(409, found.failure)
    if slug not in found.report.answers:
        measured = ", ".join(sorted(found.report.answers))
        raise Refused(404, f"{slug} is not part of what is measured here. These are: {measured}.")
    return found.report


def _named(slug: str) -> Definition:
    if slug not in DEFINITIONS:
        raise Refused(404, f"There is no metric {slug}. GET /api/v1/metrics lists them.")
    return DEFINITIONS[slug]


def _segment_in(asked: str, token: Token) -> Segment | None:
    """The segment whose members are counted; None for other slices. Raises Refused."""
    slice_by, _colon, key = asked.partition(":")
    if slice_by != "segment" or not key:
        return None
    if not token.admits(Scope.READ_SEGMENTS):
        raise Refused(403, f"slice={asked} takes the scope {Scope.READ_SEGMENTS.value}, too.")
    found = segments().filter(key=key, subject=Subject.CUSTOMER).first()
    if found is None:
        raise Refused(404, f"There is no segment {key} of customers.")
    if not found.is_active:
        raise Refused(409, f"The segment {key} is switched off: nobody belongs to it.")
    return found


def _refuse_untold(segment: Segment, found: Answer) -> None:
    """Figures over nobody would read as if all had left."""
    if segment.key in found.untold:
        raise Refused(
            409,
            f"Nobody can say who belonged to {segment.key} on {found.sliced_on}: it asks for lights or the forecast, "
            "and it was not filled by this condition then. Choose later windows, or another segment.",
        )


def _refuse_names(token: Token, definition: Definition) -> None:
    names = NAMES & {column.name for column in definition.columns}
    if names and not token.admits(Scope.READ_CUSTOMERS):
        raise Refused(403, f"{definition.slug} names customers: it takes the scope {Scope.READ_CUSTOMERS.value}, too.")
