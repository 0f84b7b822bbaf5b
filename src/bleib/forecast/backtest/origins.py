"""At which earlier days a forecast is tried out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bleib.forecast.words import NoForecast

# Days at which the forecast is judged, if nobody asks for more or for others.
COUNT = 4
# Fewer say little about whether it always works; then origins come closer than their outcomes are long.
FEWEST = 3
MONTH = 30

CanLearn = Callable[[date], bool]


def origins(
    until: date, asked: Sequence[date] = (), *, horizon: int, count: int, can_learn: CanLearn
) -> tuple[date, ...]:
    """The days `asked` for, or the last ones whose outcomes are known by `until`; oldest first.

    A horizon apart, so that no purchase is judged twice; where that gives fewer than three, a month apart. Raises
    NoForecast for a day that cannot be judged, or where there is none.
    """
    last = until - timedelta(days=horizon)
    for day in asked:
        if day > last:
            raise NoForecast("outcome_unknown", day_on=day.isoformat(), last_on=last.isoformat(), horizon=horizon)
        if not can_learn(day):
            raise NoForecast("nothing_before", day_on=day.isoformat(), horizon=horizon)
    if asked:
        return tuple(sorted(set(asked)))
    apart = _before(last, step=horizon, count=count, can_learn=can_learn)
    if len(apart) < min(FEWEST, count):
        apart = _before(last, step=min(MONTH, horizon), count=count, can_learn=can_learn)
    if not apart:
        raise NoForecast("too_short_to_test", horizon=horizon, until_on=until.isoformat())
    return apart


def _before(last: date, *, step: int, count: int, can_learn: CanLearn) -> tuple[date, ...]:
    days = (last - timedelta(days=number * step) for number in range(count))
    return tuple(sorted(day for day in days if can_learn(day)))
