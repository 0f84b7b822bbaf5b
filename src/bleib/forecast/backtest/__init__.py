"""How good the forecast would have been, had it been made at earlier days."""

from bleib.forecast.backtest.chart import chart, sentence
from bleib.forecast.backtest.record import Backtest, from_json, to_json

__all__ = ["Backtest", "chart", "from_json", "sentence", "to_json"]
