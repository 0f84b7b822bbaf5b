"""The customer journey: which touchpoints there are in each phase, and which lead to purchase and to churn.

`data` is an Engine or a table of touchpoints (see `history.tables.TOUCHPOINTS`).
"""

from __future__ import annotations

from typing import Unpack

from bleib.history.tables import Frame
from bleib.kernel.windows import Window
from bleib.metrics.faces import Slice
from bleib.metrics.runner import Data, run


def journey_map(
    data: Data, *, window: Window, onboarding_days: int = 90, silent_days: int = 180, **scope: Unpack[Slice]
) -> Frame:
    """One row per phase and touchpoint, the phase as a whole (`any`) first.

    phase, touchpoint, customers, times; share of the customers with any touchpoint and drop_off with its interval in
    percent; days (median since the touchpoint before), observed, last_here; nps from -100 to 100.
    """
    return run("journey_map", data, window=window, onboarding_days=onboarding_days, silent_days=silent_days, **scope)


def journey_paths(
    data: Data, *, window: Window, path_days: int = 90, silent_days: int = 180, **scope: Unpack[Slice]
) -> Frame:
    """One row per step: outcome (purchase, churn), step (3 to 1 before it), from_touchpoint, to_touchpoint, customers.

    Each customer walks one path at most to each outcome: step 1 adds up to all who reached it.
    """
    return run("journey_paths", data, window=window, path_days=path_days, silent_days=silent_days, **scope)
