"""A forecast and a record as the worker would have stored them."""

from __future__ import annotations

from datetime import date

from bleib.customers.models import Customer
from bleib.figures.tests.histories import NOW
from bleib.forecast.backtest import Backtest, to_json
from bleib.forecast.backtest.tests.sample import SAMPLE
from bleib.forecast.card import ModelCard, Quality
from bleib.forecast.measures import Measure
from bleib.forecast.words import Remark
from bleib.outlook.models import Outlook, Record, Run

TODAY = NOW.date()


def model_card() -> ModelCard:
    quality = Quality(Measure(0.84, 0.02), Measure(0.09, 0.005), Measure(3.1, 0.3))
    return ModelCard(
        kind="boosting", contractual=False, span=(date(2025, 1, 1), date(2026, 1, 1)), slices=5, customers=412,
        examples=1650, left=201, horizon=90, quality=quality, baseline=quality, out_of_time=True, calibration=(),
        chosen_because=Remark("trees_are_better", {"gain": 0.02, "noise": 0.01}), made_on=TODAY,
    )  # fmt: skip


def forecast(**chances: float) -> Run:
    """Customers by name with their chance of leaving; each brings 1,000 a year."""
    run = Run.objects.create(
        made_at=NOW, completed_at=NOW, as_of=TODAY, horizon=90, kind="boosting", customers=len(chances), made_by="1",
        card={"cards": [model_card().to_json()], "remarks": []},
        expected={"customers": len(chances), "leaving": sum(chances.values()), "at_risk": 900.0, "orders": 12.4,
                  "revenue": 5200.0, "revenue_low": 4100.0, "revenue_high": 6300.0, "top_share": 61.5},
    )  # fmt: skip
    for name, leave in chances.items():
        customer, _new = Customer.objects.get_or_create(number=name, defaults={"created_at": NOW})
        Outlook.objects.create(
            customer=customer, run=run, as_of=TODAY, leave=leave, leave_low=leave - 0.05, leave_high=leave + 0.05,
            leave_before=0.1, revenue=500, at_risk=1000 * leave,
        )  # fmt: skip
    return run


def recorded(found: Backtest = SAMPLE) -> Record:
    return Record.objects.create(made_at=NOW, as_of=TODAY, horizon=90, backtest=to_json(found), made_by="1")
