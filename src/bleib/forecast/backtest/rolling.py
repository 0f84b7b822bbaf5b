"""Rolling origins: the forecast is made again as it would have been then, and held against what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bleib.forecast.backtest.cases import Cases
from bleib.forecast.backtest.colours import colours, of_segments
from bleib.forecast.backtest.judging import parts
from bleib.forecast.backtest.origins import COUNT, origins
from bleib.forecast.backtest.proposal import proposal
from bleib.forecast.backtest.record import Backtest
from bleib.forecast.backtest.trying import Lights, Slices, tried
from bleib.forecast.costs import Costs
from bleib.forecast.words import NoForecast, Remark
from bleib.history.past import Past

A_DAY = timedelta(days=1)


def backtest(
    past: Past,
    *,
    until: date | None = None,
    days: Sequence[date] | None = None,
    count: int = COUNT,
    horizon: int = 90,
    costs: Costs | None = None,
    lights: Lights | None = None,
    told: Callable[[date], object] = date.isoformat,
) -> Backtest:
    """How good forecasts over `horizon` days were, made at `days`, or at the `count` last ones that can be judged.

    `until` is the first day that nothing is known of (default: the day after the last fact). At each origin only
    outcomes known before it are learned from. `told` is called with each origin before it is worked on. Raises
    NoForecast where no day can be judged.
    """
    if past.first_day is None or past.last_day is None:
        raise NoForecast("nothing_to_test")
    end = until or past.last_day + A_DAY
    known = Slices(past, horizon, past.first_day)
    asked = origins(end, days or (), horizon=horizon, count=count, can_learn=lambda day: bool(known.days_before(day)))
    made = []
    for day in asked:
        told(day)
        made.append(tried(day, known, lights))
    cases = Cases.of([each.cases for each in made])
    if not len(cases):
        raise NoForecast("nobody_to_judge")
    stake = (costs or Costs()).at(cases.yearly)
    return Backtest(
        as_of=end,
        horizon=horizon,
        origins=tuple(asked),
        parts=parts(cases, [each.origin for each in made], stake),
        colours=colours(cases),
        proposal=proposal(cases, stake),
        stake=stake,
        remarks=_once([remark for each in made for remark in each.remarks]),
        segments=of_segments(cases),
    )


def _once(remarks: list[Remark]) -> tuple[Remark, ...]:
    return tuple(remark for place, remark in enumerate(remarks) if remark not in remarks[:place])
