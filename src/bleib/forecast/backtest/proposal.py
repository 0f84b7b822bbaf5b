"""Where the lights should turn yellow and red: from what contacting would have brought."""

from __future__ import annotations

from math import ceil, floor

import numpy as np

from bleib.forecast.backtest.cases import Cases
from bleib.forecast.backtest.profit import risen
from bleib.forecast.backtest.record import Proposal, Threshold
from bleib.forecast.costs import Stake
from bleib.forecast.measures import Flags
from bleib.forecast.protocol import Array

# A light that most customers show says nothing, whatever a contact would bring.
MOST_YELLOW, MOST_RED = 0.4, 0.15
# Red pays even if as few accept as happens in one case of ten.
SURE = 0.9
# Nobody enters a threshold of 100 %.
HIGHEST = 0.99


def proposal(cases: Cases, stake: Stake) -> Proposal | None:
    """Thresholds in hundredths; None where contacting would not have paid with anybody.

    What pays is judged by how many really left among those with at least that chance, not by the chance itself.
    """
    chance, left = cases.numbers("chance"), cases.left
    if not len(chance):
        return None
    really = risen(chance, left)
    usual, least = stake.breaks_even(success=stake.success), stake.breaks_even(success=stake.least_success(SURE))
    pays, surely = really >= usual, really >= max(least, usual)
    if not pays.any():
        return None
    yellow = _threshold(chance, left, stake, lowest=chance[pays].min(), most=MOST_YELLOW)
    red = _threshold(chance, left, stake, lowest=chance[surely if surely.any() else pays].min(), most=MOST_RED)
    return Proposal(yellow=yellow, red=red if red.chance > yellow.chance else yellow)


def _threshold(chance: Array, left: Flags, stake: Stake, *, lowest: float, most: float) -> Threshold:
    """The lowest chance that pays, or the one that about `most` of the cases reach."""
    bound = float(np.quantile(chance, 1 - most))
    at = max(ceil(lowest * 100), floor(bound * 100)) / 100
    at = min(at, HIGHEST, float(chance.max()))  # somebody is always reached
    reached = chance >= at
    return Threshold(
        chance=at,
        cases=int(reached.sum()),
        share=float(reached.mean()),
        left=float(left[reached].mean()),
        gain=float(np.mean(stake.gain(left[reached].astype(np.float64), success=stake.success))),
        bounded=bool(bound > lowest),
    )
