"""Who was erased is in no answer and no file beside it, whoever was measuring meanwhile and whether a worker runs."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa
import pytest

from bleib.customers.models import Customer
from bleib.figures.answer import answer
from bleib.figures.belonging import belonging
from bleib.figures.erased import ErasedMeanwhile, newest_erasure
from bleib.figures.measurement import _answer, _measure, measure, unpack
from bleib.figures.models import Measurement
from bleib.figures.question import Question, standard
from bleib.figures.tests.histories import NOW, told
from bleib.history import forgetting
from bleib.history.vanished import Vanished
from bleib.privacy.api import erase
from bleib.report import Plan
from bleib.segments.api import Belonged, fill_everybody

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
REGULARS = Question(Plan(days=240), "segment", "regulars")
DAY = date(2025, 10, 8)
FOUND = Belonged(pa.table({"customer": ["Conrad"], "segment": ["regulars"]}), ())


@pytest.fixture
def conrad(home):
    """A customer who is a person, among others with facts."""
    told(home)
    fill_everybody(now=NOW)
    return Customer.objects.create(number="Conrad", name="Conrad Conradi", created_at=NOW)


def conrad_goes(home) -> None:
    """What an erasure does to the history; nobody has heard of it yet."""
    forgetting.forget(home, customers=["Conrad"], now=NOW)


def beside(home) -> list[str]:
    return sorted(file.name for file in (home / "slices").glob("*"))


def test_without_a_worker_answers_and_those_they_count_are_gone_when_an_erasure_is_done(conrad, home):
    for question in (standard(), REGULARS):
        answer(question, now=NOW)
    measure(now=NOW)
    assert "Conrad" in str(unpack(Measurement.objects.get(key=standard().key).answers))
    assert beside(home)
    assert erase("customer", conrad.pk, actor=None, now=NOW).done_at == NOW
    assert (list(Measurement.objects.values_list("answers", flat=True).distinct()), beside(home)) == ([None], [])


def test_who_belonged_is_not_kept_by_who_looked_before_an_erasure(conrad, home):
    with belonging(now=NOW, erasure=newest_erasure()) as segments:
        assert "Conrad" in segments.on(DAY).members["customer"].to_pylist()
        conrad_goes(home)
        with pytest.raises(ErasedMeanwhile):
            segments.keep("asked", "regulars", FOUND)
    assert [name for name in beside(home) if name.startswith("asked")] == []


def test_an_answer_that_was_counted_before_an_erasure_is_dropped(conrad, home):
    answer(standard(), now=NOW)
    row = Measurement.objects.get()

    def found(_question):
        conrad_goes(home)
        return {"Conrad": "left"}

    _answer(row, found, erasure=newest_erasure(), stamp="before", now=NOW)
    row.refresh_from_db()
    assert (row.answers, row.made_from, row.failure) == (None, "", "")


def test_nothing_more_is_measured_from_a_history_in_which_somebody_was_erased_since(conrad, home):
    for question in (standard(), REGULARS):
        answer(question, now=NOW)
    seen = []

    def wanted(_stamp):
        if seen:
            conrad_goes(home)
        seen.append(1)
        return Measurement.objects.filter(answers=None).order_by("pk")

    assert _measure(wanted, now=NOW) == 0
    assert set(Measurement.objects.values_list("answers", flat=True)) == {None}


def test_whose_files_go_while_it_measures_is_measured_again_from_those_that_came_instead(home):
    told(home)
    row = Measurement.objects.create(
        key=standard().key, question=standard().to_json(), asked_at=NOW, used_at=NOW, failure=""
    )

    def find(_question):
        return duckdb.sql("from read_parquet('gone.parquet')").fetchall()

    with pytest.raises(Vanished):
        _answer(row, find, erasure=newest_erasure(), stamp="1", now=NOW)
    row.refresh_from_db()
    assert (row.failure, row.made_from) == ("", "")
    assert measure(now=NOW) == 1
