"""Who will buy again, how often and for how much, and who leaves: `from bleib import forecast` works in a notebook.

`forecast.BGNBD().fit(table)` gives an immutable fitted model; every model of this room works alike (protocol.py).
Names are loaded when they are first used: reading what a feature is called must not load SciPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bleib.forecast.chances import BGBB as BGBB
    from bleib.forecast.dropout import BGNBD as BGNBD
    from bleib.forecast.dropout import MBGNBD as MBGNBD
    from bleib.forecast.lifetime import Total as Total
    from bleib.forecast.lifetime import lifetime_value as lifetime_value
    from bleib.forecast.lifetime import total_purchases as total_purchases
    from bleib.forecast.pareto import ParetoNBD as ParetoNBD
    from bleib.forecast.protocol import CannotFit as CannotFit
    from bleib.forecast.protocol import Fit as Fit
    from bleib.forecast.renewal import BDW as BDW
    from bleib.forecast.renewal import SBG as SBG
    from bleib.forecast.runs import Forecasts as Forecasts
    from bleib.forecast.runs import run as run
    from bleib.forecast.spend import GammaGamma as GammaGamma
    from bleib.forecast.words import NoForecast as NoForecast
    from bleib.forecast.words import Remark as Remark

# name -> the module it stands in
PLACES = {
    "BDW": "renewal",
    "BGBB": "chances",
    "BGNBD": "dropout",
    "MBGNBD": "dropout",
    "SBG": "renewal",
    "CannotFit": "protocol",
    "Fit": "protocol",
    "Forecasts": "runs",
    "GammaGamma": "spend",
    "NoForecast": "words",
    "ParetoNBD": "pareto",
    "Remark": "words",
    "Total": "lifetime",
    "lifetime_value": "lifetime",
    "run": "runs",
    "total_purchases": "lifetime",
}

__all__ = list(PLACES)


def __getattr__(name: str) -> Any:
    if name not in PLACES:
        raise AttributeError(f"module 'bleib.forecast' has no attribute {name!r}")
    return getattr(import_module(f"bleib.forecast.{PLACES[name]}"), name)
