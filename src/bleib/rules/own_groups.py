"""Groups that rules may ask for beside the features that the forecast learns from: the same form, other questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from types import MappingProxyType

from bleib.forecast.features.registry import Feature, Group, group_of
from bleib.forecast.features.table import filled

NAMES = ("returning", "anniversary", "rank")
# A table that whoever evaluates rules over `rank` gives the engine: it takes everybody to rank one.
RANKS = "revenue_ranks"


def _text(name: str) -> str:
    return (files("bleib.rules.groups") / f"{name}.sql").read_text(encoding="utf-8")


OWN_GROUPS: Mapping[str, Group] = MappingProxyType({name: group_of(name, _text(name)) for name in NAMES})
OWN_FEATURES: Mapping[str, Feature] = MappingProxyType(
    {feature.name: feature for group in OWN_GROUPS.values() for feature in group.features}
)


def own_sql(group: str, *, as_of: date, horizon: int) -> str:
    """The SELECT of one of these groups, see `forecast.features.group_sql`."""
    return filled(OWN_GROUPS[group].sql, as_of=as_of, horizon=horizon)


def ranks_sql(as_of: date) -> str:
    """SELECT of the table RANKS as all facts of `as_of` make it: share (0.01 to 1), least (money)."""
    return filled(_text(RANKS), as_of=as_of + timedelta(days=1), horizon=1)
