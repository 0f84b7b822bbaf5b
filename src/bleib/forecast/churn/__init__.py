"""Who leaves: `churn.train(slices, horizon=90)` learns from what customers at earlier dates did afterwards."""

from bleib.forecast.churn.drivers import Driver
from bleib.forecast.churn.forecaster import Forecaster, loads
from bleib.forecast.churn.slices import Slice
from bleib.forecast.churn.train import train

__all__ = ["Driver", "Forecaster", "Slice", "loads", "train"]
