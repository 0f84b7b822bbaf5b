"""How much of what is on offer a customer uses: product groups bought, features used.

`data` is an Engine or a table of features (see `history.tables.FEATURES`).
"""

from __future__ import annotations

from typing import Unpack

from bleib.history.tables import Frame
from bleib.kernel.windows import Window
from bleib.metrics.faces import Slice
from bleib.metrics.runner import Data, run


def breadth(data: Data, *, window: Window, **scope: Unpack[Slice]) -> Frame:
    """One row per kind and customer: kind (bought or used), customer, used, offered; share in percent."""
    return run("breadth", data, window=window, **scope)


def breadth_mean(data: Data, *, window: Window, **scope: Unpack[Slice]) -> Frame:
    """One row per kind: kind, customers, offered, mean, one (customers with a single one); one_share in percent."""
    return run("breadth_mean", data, window=window, **scope)


def dropped_features(data: Data, *, base: Window, next: Window, **scope: Unpack[Slice]) -> Frame:
    """One row per kind, customer and feature used in `base` and not in `next`: times (in base), last_on.

    Only customers that use anything of the kind in `next`. UsageError where `next` begins before `base` has ended.
    """
    return run("dropped_features", data, base=base, next=next, **scope)
