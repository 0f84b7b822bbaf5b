"""The model card: what a forecast was learned from, how good it is and why it is this model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bleib.forecast.measures import Bin, Measure
from bleib.forecast.words import Remark


@dataclass(frozen=True)
class Quality:
    """Measured on customers that the model had not seen; None where that cannot be measured."""

    auc: Measure | None
    brier: Measure | None
    lift_10: Measure | None


@dataclass(frozen=True)
class ModelCard:
    """`kind`: boosting, logistic, purchases or contracts. `contractual`: whom it judges.

    `span`: first and last date at which customers were looked at; `slices` how many dates; `customers` different ones,
    `examples` of them at these dates, `left` of the examples. `horizon` in days. `baseline`: the logistic regression,
    judged on the same customers. `out_of_time`: judged on later dates than learned from. `calibration`: tenths by
    rising probability. `chosen_because`: the sentence that says why this model. `drift`: how far the number of
    those that stay was off on later dates beyond chance, as a standard deviation of logarithms (0.1: by some 10 %).
    `unproven`: why it could not be judged on later dates; there are figures then only where there is one date.
    """

    kind: str
    contractual: bool
    span: tuple[date, date]
    slices: int
    customers: int
    examples: int
    left: int
    horizon: int
    quality: Quality
    baseline: Quality
    out_of_time: bool
    calibration: tuple[Bin, ...]
    chosen_because: Remark
    made_on: date
    drift: float | None = None
    unproven: Remark | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values: dates as ISO text."""
        plain = asdict(self)
        return plain | {"span": [day.isoformat() for day in self.span], "made_on": self.made_on.isoformat()}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> ModelCard:
        """What `to_json` gave."""
        first, last = (date.fromisoformat(day) for day in plain["span"])
        read = {
            "span": (first, last),
            "quality": _quality(plain["quality"]),
            "baseline": _quality(plain["baseline"]),
            "calibration": tuple(Bin(**each) for each in plain["calibration"]),
            "chosen_because": Remark(**plain["chosen_because"]),
            "unproven": Remark(**plain["unproven"]) if plain.get("unproven") else None,
            "made_on": date.fromisoformat(plain["made_on"]),
        }
        return cls(**{**plain, **read})


UNMEASURED = Quality(None, None, None)


def _quality(plain: Mapping[str, Any]) -> Quality:
    return Quality(**{name: None if each is None else Measure(**each) for name, each in plain.items()})
