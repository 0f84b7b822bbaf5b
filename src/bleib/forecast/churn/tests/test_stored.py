"""A forecaster as bytes."""

from __future__ import annotations

import io
import pickle
import zipfile

import numpy as np
import pytest

from bleib.forecast import churn
from bleib.forecast.card import ModelCard
from bleib.kernel.errors import UsageError

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("trained", "kind"),
    [("few_forecaster", "logistic"), pytest.param("telco_forecaster", "boosting", marks=pytest.mark.slow)],
)
def test_a_stored_forecaster_says_the_same(telco, request, trained, kind):
    forecaster = request.getfixturevalue(trained)
    again = churn.loads(forecaster.dumps())
    asked = telco.features.slice(0, 500)
    assert (again.chance(asked) == forecaster.chance(asked)).all()
    assert np.array_equal(again.interval(asked), forecaster.interval(asked))
    assert again.cards == forecaster.cards
    assert again.card.kind == kind


def test_a_card_goes_to_json_and_back(few_forecaster):
    assert ModelCard.from_json(few_forecaster.card.to_json()) == few_forecaster.card


@pytest.mark.parametrize("bytes_", [b"", b"nothing", pickle.dumps({"a": 1})])
def test_other_bytes_are_refused(bytes_):
    with pytest.raises(UsageError, match="no stored forecast"):
        churn.loads(bytes_)


def test_bytes_that_would_run_code_are_refused(few_forecaster):
    whole = io.BytesIO(few_forecaster.dumps())
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b'"__module__": "bleib.forecast.card"', b'"__module__": "subprocess"')
            )
    with pytest.raises(UsageError, match="no stored forecast"):
        churn.loads(changed.getvalue())
