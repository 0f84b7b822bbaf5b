"""A page asks, the worker measures, the page reads: nothing is measured in between."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from bleib.customers.models import Customer
from bleib.figures import answer as answering
from bleib.figures import belonging
from bleib.figures.answer import answer
from bleib.figures.measurement import (
    KEPT_AT_MOST,
    KEPT_FOR,
    kept,
    made_from,
    measure,
    measure_again,
    measure_daily,
    measure_on_change,
)
from bleib.figures.models import Measurement
from bleib.figures.question import Question, standard
from bleib.figures.tests.histories import NOW, STORY, orders, told
from bleib.history import touched
from bleib.history.forgetting import forget
from bleib.history.models import Change
from bleib.history.models.change import ChangeKind
from bleib.history.models.setting import next_instant
from bleib.history.publishing import publish
from bleib.kernel.windows import Unit
from bleib.report import Plan
from bleib.worker.api import Job

pytestmark = pytest.mark.slow

MONTHS = Question(Plan(every=Unit.MONTH))
IMPOSSIBLE = Question(Plan(at=date(1999, 1, 1)))


def waiting() -> list[str]:
    return sorted(Job.objects.waiting().values_list("task", flat=True))


def test_where_nothing_was_imported_the_answer_says_so(home):
    found = answer(standard(), now=NOW)
    assert found.empty
    assert (found.report, found.is_awaited, waiting()) == (None, False, [])


def test_who_asks_very_many_questions_makes_the_oldest_be_forgotten_but_never_the_standard_one(home):
    kept(standard(), now=NOW)
    asked = [Question(Plan(days=days)) for days in range(30, 30 + KEPT_AT_MOST + 2)]
    for n, question in enumerate(asked):
        kept(question, now=NOW + timedelta(minutes=n))
    left = set(Measurement.objects.values_list("key", flat=True))
    assert left == {standard().key, *(question.key for question in asked[2:])}


def test_what_nobody_measured_yet_is_asked_of_the_worker_once(home):
    told(home)
    assert [answer(standard(), now=NOW).is_awaited for _ in range(3)] == [True] * 3
    assert waiting() == ["measure"]


def test_what_was_measured_is_read(home):
    told(home)
    answer(standard(), now=NOW)
    assert measure(now=NOW) == 1
    found = answer(standard(), now=NOW)
    assert found.report is not None
    assert found.report.one("totals")["customers"] == 5
    assert (found.stale, found.measured_at) == (False, NOW)


def test_all_questions_of_a_change_are_measured_in_one_run_the_standard_one_first(home):
    change = told(home)
    answer(MONTHS, now=NOW)
    measure_on_change(change, now=NOW)
    assert measure_again(now=NOW) == 2
    assert answer(MONTHS, now=NOW).report.windows.unit is Unit.MONTH
    assert measure_again(now=NOW) == 0


def test_when_the_history_moves_on_the_answer_is_stale_until_it_was_measured_again(home):
    measure_on_change(told(home), now=NOW)
    measure_again(now=NOW)
    told(home, orders("Funk", "2026-06-20"), file="later")
    assert answer(standard(), now=NOW).stale
    measure_again(now=NOW)
    found = answer(standard(), now=NOW)
    assert (found.stale, found.report.one("totals")["customers"]) == (False, 6)


def test_an_import_that_ends_after_what_came_later_is_another_state(home):
    began = next_instant(NOW)
    table = touched.packed(pa.table([["K1"], [NOW.date()]], schema=touched.TOUCHED))
    publish(ChangeKind.PENDING, recorded_at=next_instant(NOW), touched=table, lake_version=0)
    before = made_from(), belonging._made_from(NOW)
    publish(ChangeKind.IMPORT, recorded_at=began, touched=table, lake_version=1)
    after = made_from(), belonging._made_from(NOW)
    assert [one != other for one, other in zip(before, after, strict=True)] == [True, True]
    assert Change.objects.latest("recorded_at").kind == ChangeKind.PENDING


def test_a_question_that_cannot_be_answered_says_why_and_does_not_keep_the_others_from_it(home):
    told(home)
    for question in (IMPOSSIBLE, MONTHS):
        answer(question, now=NOW)
    assert measure(now=NOW) == 2
    assert "1999" in answer(IMPOSSIBLE, now=NOW).failure
    assert answer(MONTHS, now=NOW).report
    assert measure(now=NOW) == 0


def test_a_question_that_somebody_elses_displaces_while_it_is_read_is_answered_all_the_same(home, monkeypatch):
    told(home)
    regulars = Question(slice_by="segment", slice_value="regulars")
    answer(regulars, now=NOW)
    measure(now=NOW)
    monkeypatch.setattr(answering, "is_kept", lambda key: not Measurement.objects.filter(key=key).delete())
    found = answer(regulars, now=NOW)
    assert (found.report is not None, found.stale) == (True, True)


def test_what_nobody_looked_at_for_long_is_forgotten(home):
    told(home)
    answer(MONTHS, now=NOW - KEPT_FOR - timedelta(days=1))
    measure_daily(now=NOW)
    assert [row.key for row in Measurement.objects.all()] == [standard().key]


@pytest.mark.parametrize("name", ["Adler GmbH", ""])
def test_names_are_joined_when_shown_and_never_kept(home, name):
    told(home)
    Customer.objects.create(number="Conrad", name=name, created_at=NOW)
    measure_again(now=NOW)
    row = answer(standard(), now=NOW).report.rows("overdue")[0]
    assert (row["customer"], row["name"]) == ("Conrad", name or None)
    Customer.objects.update(name="Renamed")
    assert answer(standard(), now=NOW).report.rows("overdue")[0]["name"] == "Renamed"


def test_who_was_erased_is_in_no_answer_any_more(home):
    told(home)
    measure_again(now=NOW)
    forget(home, customers=["Conrad"], now=NOW)
    measure_on_change(Change.objects.latest("recorded_at"), now=NOW)
    assert Measurement.objects.get().answers is None
    assert answer(standard(), now=NOW).is_awaited


def test_after_a_change_the_worker_rests_for_a_multiple_of_what_measuring_took(home):
    change = told(home, STORY)
    measure_on_change(change, now=NOW)
    assert Job.objects.get(task="measure-again").due_at > NOW
