"""Learning from several dates: judged on later ones, calibrated, with intervals that hold, and fallbacks for few."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from bleib.forecast import churn
from bleib.forecast.churn.tests.made import HORIZON, slice_of, slices_of, true_chance
from bleib.kernel.errors import UsageError

pytestmark = pytest.mark.slow

PURCHASES = ("orders", "tenure_days", "days_since_order")


def test_earlier_dates_are_judged_by_later_ones():
    card = churn.train(slices_of(300, dates=4), horizon=HORIZON).card
    assert (card.slices, card.customers, card.examples, card.out_of_time) == (4, 300, 1200, True)
    assert card.quality.auc.low < 0.7 < card.quality.auc.high
    assert card.kind == "logistic"


def test_intervals_hold_the_true_chance():
    held = []
    for seed in range(12):
        slices = slices_of(250, dates=3, seed=seed)
        forecaster = churn.train(slices, horizon=HORIZON)
        low, high = forecaster.interval(slices[-1].features)
        true = true_chance(slices[-1].features)
        held.append(((low <= true) & (true <= high)).mean())
    assert 0.9 <= np.mean(held) <= 0.995


def test_seasons_widen_the_interval():
    calm = slices_of(400, dates=4)
    seasonal = [slice_of(400, number=number, season=season) for number, season in enumerate((0.0, 1.2, -1.2, 1.2))]
    narrow, wide = (
        np.subtract(*churn.train(each, horizon=HORIZON).interval(each[0].features)) for each in (calm, seasonal)
    )
    assert abs(wide).mean() > 2 * abs(narrow).mean()


def test_what_tells_only_dates_apart_is_not_learned():
    forecaster = churn.train(slices_of(300, dates=4), horizon=HORIZON)
    asked = slices_of(300, dates=1)[0].features
    july = asked.set_column(asked.column_names.index("month"), "month", pa.array([7] * 300))
    assert (forecaster.chance(asked) == forecaster.chance(july)).all()


def test_few_customers_are_judged_by_what_they_bought():
    slices = slices_of(60, dates=2)
    forecaster = churn.train(slices, horizon=HORIZON)
    assert forecaster.kind == "purchases"
    assert "60 customers" in forecaster.card.chosen_because.sentence("en")
    assert "60 Kunden" in forecaster.card.chosen_because.sentence("de")
    chance = forecaster.chance(slices[-1].features)
    low, high = forecaster.interval(slices[-1].features)
    assert ((low < chance) & (chance < high)).all()
    named = {each.feature for found in forecaster.drivers(slices[-1].features) for each in found}
    assert named == {"days_since_order", "orders"}


def test_customers_with_a_contract_have_a_model_of_their_own():
    contracts = pa.table(
        {
            "customer": ["notice", "ends", "runs", "buyer"],
            "running_contracts": [1, 1, 1, 0],
            "notice_running": [True, False, False, None],
            "days_to_contract_end": [40, 30, 300, None],
        }
    )
    now = churn.Slice(slice_of(1).as_of, contracts)
    forecaster = churn.train([now], horizon=HORIZON)
    notice, ends, runs, buyer = forecaster.chance(contracts)
    assert notice > 0.8 > ends > runs > 0
    assert np.isnan(buyer)
    assert [each.sentence("de")[:24] for each in forecaster.remarks] == ["Nichts unterscheidet die"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda table: table.select(["customer"]),
        lambda table: pa.table({"customer": table["customer"], **dict.fromkeys(PURCHASES, [9] * 200)}),
        lambda table: pa.table({"customer": table["customer"], "orders": pa.nulls(200, pa.int64())}),
    ],
    ids=["nothing known", "all alike", "all unknown"],
)  # fmt: skip
def test_customers_that_look_alike_are_a_sentence(spoil):
    made = slice_of(200)
    alike = churn.Slice(made.as_of, spoil(made.features), made.outcomes)
    forecaster = churn.train([alike], horizon=HORIZON)
    assert np.isnan(forecaster.chance(alike.features)).all()
    (said,) = forecaster.remarks
    assert said.sentence("en").endswith(".")
    assert said.sentence("de").endswith(".")


def test_a_text_that_was_never_seen_and_a_column_that_is_gone_are_unknown():
    made = slice_of(300)
    kinds = pa.array(["shop", "trade", None] * 100)
    learned = churn.Slice(made.as_of, made.features.append_column("kind", kinds), made.outcomes)
    forecaster = churn.train([learned], horizon=HORIZON)
    new = made.features.append_column("kind", pa.array(["museum"] * 300)).drop_columns(["errors_30"])
    assert np.isfinite(forecaster.chance(new)).all()


def test_without_any_date_there_is_nothing_to_learn_from():
    with pytest.raises(UsageError, match="one date at least"):
        churn.train([], horizon=HORIZON)
