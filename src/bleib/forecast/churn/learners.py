"""The two ways to learn who leaves: logistic regression, and boosted trees that have to beat it.

scikit-learn is imported inside functions: whoever only reads a forecast does not load it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from bleib.forecast.measures import Array, Flags

LOGISTIC, BOOSTING = "logistic", "boosting"
# Ridge of the logistic regression: coefficients of standardised columns are expected within about +-0.45.
RIDGE = 0.2
# Below so many leavers trees find what is not there, and the time to try them is lost.
LEAVERS_FOR_TREES = 200
# Probabilities beyond e^-9 are not worth telling apart; keeps logarithms finite.
FARTHEST = 9.0


class Estimator(Protocol):
    """What scikit-learn's classifiers have in common."""

    def predict_proba(self, matrix: Array) -> Any: ...


def logistic(matrix: Array, left: Flags) -> Any:
    """Unknown values count as the mean; that they are unknown is a column of its own."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=RIDGE, max_iter=1000, tol=1e-5).fit(np.nan_to_num(matrix), left)


def boosting(matrix: Array, left: Flags) -> Any:
    """Small trees, slowly: more of them win nothing on real churn data and cost calibration."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    trees = HistGradientBoostingClassifier(
        learning_rate=0.06, max_iter=110, max_leaf_nodes=6, min_samples_leaf=25, l2_regularization=1.0,
        early_stopping=False, random_state=0,
    )  # fmt: skip
    # Its threads wait by spinning: beside other work two of them take ten times as long as one.
    with threadpool_limits(1):
        return trees.fit(matrix, left)


LEARNERS: dict[str, Callable[[Array, Flags], Estimator]] = {LOGISTIC: logistic, BOOSTING: boosting}


def log_odds(estimator: Estimator, matrix: Array, *, kind: str) -> Array:
    """Uncalibrated; within +-FARTHEST."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        chance = np.asarray(estimator.predict_proba(np.nan_to_num(matrix) if kind == LOGISTIC else matrix))[:, 1]
    tiny = np.exp(-FARTHEST)
    clipped = np.clip(chance, tiny, 1 - tiny)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float64)


def weights(estimator: Any) -> Array:
    """The coefficients of a logistic regression, one per column."""
    return np.asarray(estimator.coef_[0], dtype=np.float64)
