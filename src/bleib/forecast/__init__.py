"""Who will buy again, how often and for how much: `from bleib import forecast` works in a notebook.

`forecast.BGNBD().fit(table)` gives an immutable fitted model; every model of this room works alike (protocol.py).
"""

from bleib.forecast.chances import BGBB
from bleib.forecast.dropout import BGNBD, MBGNBD
from bleib.forecast.lifetime import Total, lifetime_value, total_purchases
from bleib.forecast.pareto import ParetoNBD
from bleib.forecast.protocol import CannotFit, Fit
from bleib.forecast.renewal import BDW, SBG
from bleib.forecast.spend import GammaGamma

__all__ = [
    "BDW",
    "BGBB",
    "BGNBD",
    "MBGNBD",
    "SBG",
    "CannotFit",
    "Fit",
    "GammaGamma",
    "ParetoNBD",
    "Total",
    "lifetime_value",
    "total_purchases",
]
