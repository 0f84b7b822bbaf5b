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


def test_a_stored_forecaster_says_the_same(telco, telco_forecaster):
    again = churn.loads(telco_forecaster.dumps())
    asked = telco.features.slice(0, 500)
    assert (again.chance(asked) == telco_forecaster.chance(asked)).all()
    assert np.array_equal(again.interval(asked), telco_forecaster.interval(asked))
    assert again.cards == telco_forecaster.cards


def test_a_card_goes_to_json_and_back(telco_forecaster):
    assert ModelCard.from_json(telco_forecaster.card.to_json()) == telco_forecaster.card


@pytest.mark.parametrize("bytes_", [b"", b"nothing", pickle.dumps({"a": 1})])
def test_other_bytes_are_refused(bytes_):
    with pytest.raises(UsageError, match="no stored forecast"):
        churn.loads(bytes_)


def test_bytes_that_would_run_code_are_refused(telco_forecaster):
    whole = io.BytesIO(telco_forecaster.dumps())
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b'"__module__": "bleib.forecast.card"', b'"__module__": "subprocess"')
            )
    with pytest.raises(UsageError, match="no stored forecast"):
        churn.loads(changed.getvalue())
