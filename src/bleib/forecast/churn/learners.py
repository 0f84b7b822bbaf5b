"""The two ways to learn who leaves: logistic regression, and boosted trees that have to beat it.

scikit-learn is imported inside functions: whoever only reads a forecast does not load it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import numpy as np

from bleib.forecast.churn.slices import Examples
from bleib.forecast.measures import Array, Flags

LOGISTIC, BOOSTING = "logistic", "boosting"
# Ridge of the logistic regression: coefficients of standardised columns are expected within about +-0.45.
RIDGE = 0.2
# Below so many leavers trees find what is not there, and the time to try them is lost.
LEAVERS_FOR_TREES = 200
# More places to split a column at find nothing more.
BINS = 128
# Probabilities beyond e^-9 are not worth telling apart; keeps logarithms finite.
FARTHEST = 9.0


class Estimator(Protocol):
    """What scikit-learn's classifiers have in common."""

    def predict_proba(self, matrix: Array) -> Any: ...


def logistic(matrix: Array, left: Flags, weight: Array) -> Any:
    """Unknown values count as the mean; that they are unknown is a column of its own."""
    from sklearn.linear_model import LogisticRegression

    with _one_thread():
        return LogisticRegression(C=RIDGE, max_iter=1000, tol=1e-5).fit(np.nan_to_num(matrix), left, weight)


def boosting(matrix: Array, left: Flags, weight: Array) -> Any:
    """Small trees, slowly: more of them win nothing on real churn data and cost calibration."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    trees = HistGradientBoostingClassifier(
        learning_rate=0.06, max_iter=110, max_leaf_nodes=6, min_samples_leaf=25, l2_regularization=1.0,
        early_stopping=False, random_state=0,
    )  # fmt: skip
    with _one_thread():
        return trees.fit(_coarse(matrix), left, weight)


def _coarse(matrix: Array) -> Array:
    """Each column rounded up to one of BINS of its values: what trees split at anyway.

    scikit-learn would look for bins of weighted rows itself, in four fifths of the whole time.
    """
    rounded = matrix.copy()
    for column in rounded.T:
        known = np.isfinite(column)
        if known.any():
            steps = np.unique(np.quantile(column[known], np.linspace(0, 1, BINS), method="inverted_cdf"))
            column[known] = steps[np.searchsorted(steps, column[known])]
    return rounded


def _one_thread() -> Any:
    """Threads wait for each other by spinning: beside other work two of them take ten times as long as one."""
    return _threads().limit(limits=1)


@cache
def _threads() -> Any:
    """The libraries with threads of their own, looked for once: it takes longer than to judge a customer."""
    import sklearn.ensemble  # noqa: F401 - has loaded them all
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


LEARNERS: dict[str, Callable[[Array, Flags, Array], Estimator]] = {LOGISTIC: logistic, BOOSTING: boosting}


def balance(of: Examples) -> Array:
    """Weights with which each date has the same share of leavers: seasons tell dates apart, not customers."""
    whole = of.left.mean()
    weight = np.ones(len(of))
    for day in np.unique(of.days):
        now = of.days == day
        share = of.left[now].mean()
        if 0 < share < 1:
            weight[now] = np.where(of.left[now], whole / share, (1 - whole) / (1 - share))
    return weight


def log_odds(estimator: Estimator, matrix: Array, *, kind: str) -> Array:
    """Uncalibrated; within +-FARTHEST."""
    with _one_thread():
        chance = np.asarray(estimator.predict_proba(np.nan_to_num(matrix) if kind == LOGISTIC else matrix))[:, 1]
    tiny = np.exp(-FARTHEST)
    clipped = np.clip(chance, tiny, 1 - tiny)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float64)


def weights(estimator: Any) -> Array:
    """The coefficients of a logistic regression, one per column."""
    return np.asarray(estimator.coef_[0], dtype=np.float64)
