"""What running contracts will still bring, by the chance that they are not renewed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from bleib.forecast.lifetime import HIGH, LOW
from bleib.forecast.measures import Array, Flags, Z

MONTH = 365.25 / 12
TINY = 1e-6


@dataclass(frozen=True)
class Renewals:
    """A row per customer: chance to `leave` within the horizon, its interval, `monthly` revenue, days `until` the end.

    Who leaves stays until the agreed end where it lies within the horizon, else for half of it. After the horizon
    everybody leaves at the mean rate of all, `rate` (None: of these): of one contract nobody knows more.
    """

    leave: Array
    low: Array
    high: Array
    monthly: Array
    until: Array
    rate: float | None = None

    def where(self, flags: Flags) -> Renewals:
        return Renewals(
            self.leave[flags], self.low[flags], self.high[flags], self.monthly[flags], self.until[flags], self.rate
        )

    @property
    def usual(self) -> float:
        """The rate at which everybody leaves after the horizon."""
        return float(np.mean(self.leave)) if self.rate is None else self.rate

    def revenue(self, horizon: int) -> Array:
        """Expected revenue within `horizon` days."""
        return self._within(self.leave, horizon)

    def value(self, horizon: int, *, years: float, discount: float) -> tuple[Array, Array, Array]:
        """Discounted revenue over `years`: expected, and with the earliest and latest end that 95 % keep to."""
        ends = np.asarray(np.arange(1, round(years * 12) + 1) * MONTH, dtype=np.float64)
        worth = (1 + discount) ** -((ends - MONTH / 2) / MONTH / 12)
        rate = self.usual
        expected = self._staying(self.leave, ends, horizon, rate=rate) @ worth
        sooner = self._staying(self.high, ends, horizon, rate=rate) > HIGH / 100
        later = self._staying(self.low, ends, horizon, rate=rate) > LOW / 100
        low, high = sooner @ worth, later @ worth
        return (
            self.monthly * expected,
            self.monthly * np.minimum(low, expected),
            self.monthly * np.maximum(high, expected),
        )

    def draw(self, horizon: int, *, draws: int) -> Array:
        """Revenue of all within `horizon` days, so many times at random; errors of chances are taken to be shared."""
        generator = np.random.default_rng(2)
        centre, ends = (logit(np.clip(each, TINY, 1 - TINY)) for each in (self.leave, self.high))
        unsure = (ends - centre) / Z
        sums = np.empty(draws)
        for place, shift in enumerate(generator.normal(size=draws)):
            leaves = generator.random(len(centre)) < expit(centre + shift * unsure)
            sums[place] = self._within(leaves.astype(np.float64), horizon).sum()
        return sums

    def _within(self, leave: Array, horizon: int) -> Array:
        with np.errstate(invalid="ignore"):
            left = np.where((self.until >= 0) & (self.until < horizon), self.until, horizon / 2)
        return np.asarray(self.monthly / MONTH * (horizon * (1 - leave) + left * leave))

    def _staying(self, leave: Array, days: Array, horizon: int, *, rate: float) -> Array:
        """Share still there on each of the `days`, a row per customer."""
        inside = np.minimum(days / horizon, 1.0)
        after = (1 - min(rate, 1 - TINY)) ** np.maximum(days / horizon - 1, 0.0)
        return np.asarray((1 - leave[:, None] * inside) * after)
