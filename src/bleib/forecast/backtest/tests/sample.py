"""A backtest as it may come out, for whoever stores or prints one."""

from datetime import date

from bleib.forecast.backtest.record import (
    Backtest,
    Bin,
    Colour,
    Estimate,
    Judged,
    Part,
    Proposal,
    Row,
    Threshold,
)
from bleib.forecast.costs import Costs
from bleib.forecast.words import Remark

DAY = date(2026, 4, 1)
FORECAST = Judged(Estimate(0.82, 0.80, 0.84), Estimate(2.1, 1.9, 2.3), Estimate(0.16, 0.15, 0.17), Estimate(36.5), 0.4)
BASELINES = {
    "days_since_order": Judged(Estimate(0.78, 0.76, 0.80), Estimate(1.8, 1.7, 1.9), None, Estimate(31.0), 0.45),
    "base_rate": Judged(brier=Estimate(0.24)),
}
PART = Part(
    kind="orders", cases=800, customers=500, left=320, forecast=FORECAST, baselines=BASELINES,
    calibration=(Bin(400, 0.21, 0.2), Bin(400, 0.58, 0.6)),
    rows=(Row(DAY, 400, 160, 152.0, "boosting", 5, FORECAST, BASELINES),),
)  # fmt: skip
COLOURS = (
    Colour("green", 500, 380, 20, 0.04, 0.025, 0.06, None, 0),
    Colour("yellow", 200, 150, 60, 0.3, 0.23, 0.38, 5.0, 60),
    Colour("red", 100, 80, 61, 0.61, 0.5, 0.71, 9.5, 61),
)
SAMPLE = Backtest(
    as_of=date(2026, 9, 28), horizon=90, origins=(DAY, date(2026, 6, 30)), parts=(PART,), colours=COLOURS,
    proposal=Proposal(Threshold(0.42, 240, 0.3, 0.66, 41.0, False), Threshold(0.71, 80, 0.1, 0.83, 63.0, True)),
    stake=Costs().at(1200.0),
    remarks=(Remark("gap", {"from_on": "2026-01-01", "until_on": "2026-04-01"}),),
)  # fmt: skip
