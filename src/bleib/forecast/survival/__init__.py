"""How long contracts run, and what makes them end sooner: `KaplanMeier().fit(table)`, `Cox()`, `AFT()` on `durations`.

All three read the columns `days` (how long a contract ran so far) and `ended` (bool; false: it runs on); Cox and AFT
also everything else in the table. lifelines does the fitting; what is kept is a handful of numbers.
"""

from bleib.forecast.survival.aft import AFT, FittedAFT
from bleib.forecast.survival.cox import Cox, FittedCox
from bleib.forecast.survival.durations import durations
from bleib.forecast.survival.kaplan_meier import FittedKaplanMeier, KaplanMeier

__all__ = ["AFT", "Cox", "FittedAFT", "FittedCox", "FittedKaplanMeier", "KaplanMeier", "durations"]
