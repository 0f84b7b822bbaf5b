"""Confidence intervals of rates."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054


def wilson(successes: float, trials: float) -> tuple[float, float] | None:
    """95 % Wilson score interval of a share, as fractions; None where nothing was tried.

    Where trials are not independent, give as many as would say as much.
    Source: Wilson (1927), JASA 22, 209-212.
    """
    if trials == 0:
        return None
    share = successes / trials
    scale = 1 + Z95**2 / trials
    centre = (share + Z95**2 / (2 * trials)) / scale
    half = Z95 / scale * sqrt(share * (1 - share) / trials + Z95**2 / (4 * trials**2))
    return max(0.0, centre - half), min(1.0, centre + half)
