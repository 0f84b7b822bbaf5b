"""Who belonged to a segment is kept beside the answers, and goes with an erasure, whole or half written."""

from __future__ import annotations

import pyarrow as pa
import pytest

from bleib.figures import belonging
from bleib.figures.belonging import SLICE, forget
from bleib.figures.measurement import measure_on_change
from bleib.figures.tests.histories import NOW, told
from bleib.history.forgetting import forget as erase
from bleib.history.models import Change

ADLER = pa.table({"customer": ["Adler"], "value": ["regulars"]}, schema=SLICE)


@pytest.fixture
def killed(home):
    """Where files are kept; one of the three was being written when its process was killed."""
    for key in ("asked", "old", "killed"):
        belonging._write(belonging._path(key), ADLER, erasure=0)
    file = belonging._path("killed")
    file.rename(file.with_suffix(".draft"))
    return file.parent


def left(folder):
    return sorted(file.name for file in folder.iterdir())


def test_questions_that_are_asked_no_more_are_forgotten(killed):
    forget(but=["asked"])
    assert left(killed) == ["asked.parquet"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_erasure_takes_what_was_half_written(killed, home):
    told(home)
    erase(home, customers=["Adler"], now=NOW)
    measure_on_change(Change.objects.order_by("pk").last(), now=NOW)
    assert left(killed) == []
