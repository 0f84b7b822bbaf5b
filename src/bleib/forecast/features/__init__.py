"""What is known of a customer at the beginning of a day: one definition, to learn, to score, for rules and for lights.

from bleib.forecast.features import features, outcomes, purchases
"""

from bleib.forecast.features.judging import outcomes, population, purchases
from bleib.forecast.features.registry import FEATURES, GROUPS, Feature, Group, Kind
from bleib.forecast.features.table import features, features_sql, group_sql

__all__ = [
    "FEATURES",
    "GROUPS",
    "Feature",
    "Group",
    "Kind",
    "features",
    "features_sql",
    "group_sql",
    "outcomes",
    "population",
    "purchases",
]
