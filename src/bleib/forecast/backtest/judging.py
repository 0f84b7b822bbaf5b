"""From cases to what a record says: scores judged per origin and over all origins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow.compute as pc

from bleib.forecast import measures
from bleib.forecast.backtest.cases import Cases
from bleib.forecast.backtest.profit import expected_profit
from bleib.forecast.backtest.record import Bin, Estimate, Judged, Part, Row
from bleib.forecast.costs import Stake
from bleib.forecast.measures import Places
from bleib.forecast.protocol import Array

TENTHS = 10
KINDS = {False: "orders", True: "contracts"}


@dataclass(frozen=True)
class Origin:
    """Which model judged whom at a day: `models` by contractual or not, and from how many earlier days it learned."""

    as_of: date
    models: Mapping[bool, str]
    learned_from: int


def parts(cases: Cases, origins: Sequence[Origin], stake: Stake) -> tuple[Part, ...]:
    """Customers with orders and those with contracts are judged apart: together they would flatter the ranking."""
    both = ((contractual, cases.where(pc.field("contractual") == contractual)) for contractual in KINDS)
    return tuple(_part(of, origins, stake, contractual=contractual) for contractual, of in both if len(of))


def _part(of: Cases, origins: Sequence[Origin], stake: Stake, *, contractual: bool) -> Part:
    at_origins = ((origin, of.where(pc.field("as_of") == origin.as_of)) for origin in origins)
    return Part(
        kind=KINDS[contractual],
        cases=len(of),
        customers=of.distinct,
        left=int(of.left.sum()),
        forecast=_judge(of, of.numbers("chance"), stake, is_chance=True),
        baselines=_baselines(of, stake, contractual=contractual),
        calibration=_calibration(of),
        rows=tuple(_row(each, origin, stake, contractual=contractual) for origin, each in at_origins if len(each)),
    )


def _row(of: Cases, origin: Origin, stake: Stake, *, contractual: bool) -> Row:
    return Row(
        as_of=origin.as_of,
        customers=len(of),
        left=int(of.left.sum()),
        expected=float(of.numbers("chance").sum()),
        model=origin.models.get(contractual, ""),
        learned_from=origin.learned_from,
        forecast=_judge(of, of.numbers("chance"), stake, is_chance=True),
        baselines=_baselines(of, stake, contractual=contractual),
    )


def _baselines(of: Cases, stake: Stake, *, contractual: bool) -> dict[str, Judged]:
    """The base rate is the same for everybody: it ranks nobody, but it is a probability."""
    scores = of.baselines(contractual=contractual)
    judged = {name: _judge(of, score, stake) for name, score in scores.items()}
    rate = Estimate.of(measures.brier(of.numbers("base_rate"), of.left, customers=of.customers))
    return judged | {"base_rate": Judged(brier=_within(rate, 1.0))}


def _judge(of: Cases, scores: Array, stake: Stake, *, is_chance: bool = False) -> Judged:
    """Ranked are customers of the same day among each other: nobody has to choose between those of two seasons."""
    left, customers, days = of.left, of.customers, of.days
    profit = expected_profit(scores, left, stake, customers=customers, within=days)
    brier = measures.brier(scores, left, customers=customers) if is_chance else None
    return Judged(
        auc=_within(Estimate.of(measures.auc(scores, left, customers=customers, within=days)), 1.0),
        lift=_within(Estimate.of(measures.lift(scores, left, customers=customers, within=days)), np.inf),
        brier=_within(Estimate.of(brier), 1.0),
        profit=Estimate.of(profit.of_value, times=stake.value),
        contacted=profit.contacted,
    )


def _within(found: Estimate | None, most: float) -> Estimate | None:
    """An interval ends where the value cannot lie any more."""
    if found is None or found.low is None or found.high is None:
        return found
    return Estimate(found.value, max(found.low, 0.0), min(found.high, most))


def _calibration(of: Cases) -> tuple[Bin, ...]:
    """Tenths of each day, put together: a season in which everybody leaves more is no tenth of its own."""
    chance, left = of.numbers("chance"), of.left
    tenths: list[list[Places]] = [[] for _ in range(TENTHS)]
    for rows in measures.grouped(of.days, len(of)):
        ordered = rows[np.argsort(chance[rows], kind="stable")]
        for place, part in enumerate(np.array_split(ordered, TENTHS)):
            tenths[place].append(part)
    joined = (np.concatenate(parts) for parts in tenths)
    return tuple(Bin(len(each), float(chance[each].mean()), float(left[each].mean())) for each in joined if len(each))
