"""Who is judged by a model that has not seen them: later slices by earlier ones, or some customers by the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bleib.forecast.churn.slices import Examples
from bleib.forecast.measures import Flags

PARTS = 5
# The newest slices that are judged; older ones say less about today.
NEWEST = 3
# A model of fewer leavers (or stayers) than this is not worth judging another slice by.
FEWEST = 15


@dataclass(frozen=True)
class Fold:
    """Rows to learn from and rows to judge."""

    learn: Flags
    judge: Flags


@dataclass(frozen=True)
class Folds:
    """`out_of_time`: what is judged lies wholly after what was learned."""

    folds: tuple[Fold, ...]
    out_of_time: bool


def folds(of: Examples, *, horizon: int) -> Folds:
    """Slices of which the outcomes of earlier ones were known; with one slice only, parts of the customers."""
    later = [fold for day in np.unique(of.days)[-NEWEST:] if _useful(fold := _before(of, day, horizon=horizon), of)]
    return Folds(tuple(later), out_of_time=True) if later else Folds(_parts(of), out_of_time=False)


def _before(of: Examples, day: float, *, horizon: int) -> Fold:
    return Fold(of.days + horizon <= day, of.days == day)


def _useful(fold: Fold, of: Examples) -> bool:
    learned, judged = of.left[fold.learn], of.left[fold.judge]
    enough = min(learned.sum(), (~learned).sum()) >= FEWEST
    return bool(enough and judged.any() and not judged.all())


def _parts(of: Examples) -> tuple[Fold, ...]:
    """All rows of one customer are in the same part."""
    _, customer = np.unique(of.customers.astype(str), return_inverse=True)
    part = np.random.default_rng(0).permutation(customer.max() + 1)[customer] % PARTS
    found = [Fold(part != each, part == each) for each in range(PARTS)]
    return tuple(fold for fold in found if fold.judge.any() and 0 < of.left[fold.learn].mean() < 1)
