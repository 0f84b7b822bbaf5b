"""How good the forecast would have been, had it been made at earlier days.

What stores and draws a record is here at once; `backtest`, which needs the models, is loaded when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bleib.forecast.backtest.chart import chart, sentence
from bleib.forecast.backtest.record import Backtest, from_json, to_json

if TYPE_CHECKING:
    from bleib.forecast.backtest.rolling import backtest

__all__ = ["Backtest", "backtest", "chart", "from_json", "sentence", "to_json"]


def __getattr__(name: str) -> Any:
    if name == "backtest":
        from bleib.forecast.backtest.rolling import backtest

        return backtest
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
