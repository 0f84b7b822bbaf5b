"""What a backtest found, as plain values: it becomes JSON, is stored, and is drawn without loading a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Protocol

from bleib.forecast.costs import Stake
from bleib.forecast.words import Remark

FORMAT = 1
# What a score is compared with: what anybody can see without a model.
BASELINES = ("days_since_order", "overdue_ratio", "days_to_contract_end", "base_rate")
# From the best to the worst.
LIGHTS = ("green", "yellow", "red")


class Measured(Protocol):
    """A value with its 95 % interval, as `forecast.measures` gives it."""

    @property
    def value(self) -> float: ...

    @property
    def low(self) -> float | None: ...

    @property
    def high(self) -> float | None: ...


@dataclass(frozen=True)
class Estimate:
    """A value and its 95 % interval; None where it cannot be told."""

    value: float
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, found: Measured | None, *, times: float = 1.0) -> Estimate | None:
        """`found`, in other units by `times`."""
        if found is None:
            return None
        low, high = (None if bound is None else bound * times for bound in (found.low, found.high))
        return cls(found.value * times, low, high)


@dataclass(frozen=True)
class Judged:
    """How well a score told beforehand who would leave.

    `auc`: chance that one who left had a higher score than one who stayed; `lift`: how many times more often the tenth
    with the highest scores left than everybody; `brier`: mean squared error of a probability (None for a score that is
    none); `profit`: expected maximum profit per customer, in money of the stake, `contacted` the share of customers
    that makes it. None: only leavers, or none.
    """

    auc: Estimate | None = None
    lift: Estimate | None = None
    brier: Estimate | None = None
    profit: Estimate | None = None
    contacted: float | None = None


@dataclass(frozen=True)
class Row:
    """One origin: `customers` that were judged, how many `left` and how many were `expected` to.

    `model` judged them, having `learned_from` so many earlier days.
    """

    as_of: date
    customers: int
    left: int
    expected: float
    model: str
    learned_from: int
    forecast: Judged
    baselines: Mapping[str, Judged]


@dataclass(frozen=True)
class Bin:
    """A tenth of the customers of each origin, by rising chance: what was expected on average, what share `left`."""

    cases: int
    expected: float
    left: float


@dataclass(frozen=True)
class Part:
    """All origins together for customers of one `kind`: orders (a purchase decides) or contracts (a renewal does).

    A case is a customer at an origin; intervals know that the `customers` behind the cases recur.
    """

    kind: str
    cases: int
    customers: int
    left: int
    forecast: Judged
    baselines: Mapping[str, Judged]
    calibration: tuple[Bin, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Colour:
    """Of the cases that showed a light: how many `left`, their `share` with its interval.

    `weeks`: median between turning this colour (at the latest the origin) and leaving, over the `timed` of whom both
    days are known.
    """

    light: str
    cases: int
    customers: int
    left: int
    share: float
    low: float
    high: float
    weeks: float | None
    timed: int


@dataclass(frozen=True)
class OfSegment:
    """The lights of those who belonged to a segment at the origins; `segment` is its key."""

    segment: str
    colours: tuple[Colour, ...]


@dataclass(frozen=True)
class Threshold:
    """From this `chance` of leaving on: of how many cases (their `share` of all) how large a part `left`.

    `gain`: what contacting one of them brings on average, in money of the stake. `bounded`: it would pay further down,
    but a light that most customers show says nothing.
    """

    chance: float
    cases: int
    share: float
    left: float
    gain: float
    bounded: bool


@dataclass(frozen=True)
class Proposal:
    """Where yellow and red should begin. Yellow: a contact pays; red: it pays even if few accept."""

    yellow: Threshold
    red: Threshold


@dataclass(frozen=True)
class Backtest:
    """The record of forecasts over `horizon` days, made at `origins` with what was known by then.

    `colours` is empty where no lights were judged, `segments` where nobody said who belonged to which; `proposal` is
    None where contacting never pays. `remarks`: what was left out, and why.
    """

    as_of: date
    horizon: int
    origins: tuple[date, ...]
    parts: tuple[Part, ...]
    colours: tuple[Colour, ...]
    proposal: Proposal | None
    stake: Stake
    remarks: tuple[Remark, ...] = ()
    segments: tuple[OfSegment, ...] = ()

    @property
    def customers(self) -> int:
        return sum(part.customers for part in self.parts)


def to_json(backtest: Backtest) -> dict[str, Any]:
    """Numbers, texts, lists and objects only; days as 2025-06-30."""
    return {"format": FORMAT, **_plain(asdict(backtest))}


def from_json(data: Mapping[str, Any]) -> Backtest:
    """What `to_json` made."""
    return Backtest(
        as_of=date.fromisoformat(data["as_of"]),
        horizon=data["horizon"],
        origins=tuple(date.fromisoformat(day) for day in data["origins"]),
        parts=tuple(_part(each) for each in data["parts"]),
        colours=tuple(Colour(**each) for each in data["colours"]),
        proposal=_proposal(data["proposal"]),
        stake=Stake(**data["stake"]),
        remarks=tuple(Remark(**each) for each in data["remarks"]),
        segments=tuple(_of_segment(each) for each in data.get("segments", ())),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _of_segment(data: Mapping[str, Any]) -> OfSegment:
    return OfSegment(data["segment"], tuple(Colour(**each) for each in data["colours"]))


def _proposal(data: Mapping[str, Any] | None) -> Proposal | None:
    if data is None:
        return None
    return Proposal(yellow=Threshold(**data["yellow"]), red=Threshold(**data["red"]))


def _part(data: Mapping[str, Any]) -> Part:
    judged = _both(data)
    bins = tuple(Bin(**each) for each in data["calibration"])
    return Part(**{**data, **judged, "calibration": bins, "rows": tuple(_row(each) for each in data["rows"])})


def _row(data: Mapping[str, Any]) -> Row:
    return Row(**{**data, **_both(data), "as_of": date.fromisoformat(data["as_of"])})


def _both(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "forecast": _judged(data["forecast"]),
        "baselines": {name: _judged(each) for name, each in data["baselines"].items()},
    }


def _judged(data: Mapping[str, Any]) -> Judged:
    estimates = {name: data[name] and Estimate(**data[name]) for name in ("auc", "lift", "brier", "profit")}
    return Judged(**estimates, contacted=data["contacted"])
