"""Fields made of what is computed: every feature of the registry, and what the forecast says of a customer."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bleib.forecast.features import FEATURES, Feature
from bleib.rules.own_groups import OWN_FEATURES
from bleib.rules.vocabulary import OUTLOOK, Field, Kind, Moves, Nouns


@dataclass(frozen=True)
class _Trait:
    """How a feature behaves in time, see Field."""

    moves: Moves
    date: str | None = None
    per: str | None = None
    quiet: tuple[str, int] | None = None
    until: str | None = None
    since: str | None = None


def _days_since(date: str) -> _Trait:
    return _Trait(Moves.WITH_DAY, date=date)


_STILL, _DAILY, _FALLING = _Trait(Moves.STILL), _Trait(Moves.DAILY), _Trait(Moves.FALLING)
# Usage is looked at over 270 days, contracts until the first of them ends.
_USED = _Trait(Moves.DAILY, quiet=("last_usage_on", 271))
_RUNNING = _Trait(Moves.STILL, until="contract_end_on")

# Everything else may be another value tomorrow. A test lets days go by and compares.
TRAITS: Mapping[str, _Trait] = {
    **dict.fromkeys(("first_order_on", "last_order_on", "orders", "usual_gap", "mean_order"), _STILL),
    **dict.fromkeys(("last_usage_on", "last_activity_on"), _STILL),
    **dict.fromkeys(("open_cases", "open_serious_cases", "oldest_open_case_on", "oldest_open_serious_case_on"), _STILL),
    **dict.fromkeys(("nps_last", "nps_last_on", "csat_last", "csat_last_on", "ces_last"), _STILL),
    **dict.fromkeys(("running_contracts", "mrr", "contract_since_on", "notice_running", "notice_on"), _RUNNING),
    **dict.fromkeys(("orders_90", "orders_365", "usage_30", "errors_30", "features_used_90"), _FALLING),
    **dict.fromkeys(("cases_90", "escalated_365", "answers_365"), _FALLING),
    **dict.fromkeys(("usage_usual_30", "usage_ratio", "features_dropped"), _USED),
    "overdue_on": _Trait(Moves.STILL, since="last_order_on"),
    "overdue_ratio": _Trait(Moves.WITH_DAY, date="last_order_on", per="usual_gap"),
    "tenure_days": _days_since("first_order_on"),
    "days_since_order": _days_since("last_order_on"),
    "days_since_usage": _days_since("last_usage_on"),
    "days_since_activity": _days_since("last_activity_on"),
    "contract_end_on": _RUNNING,
    "days_to_contract_end": _Trait(Moves.TOWARDS_DAY, date="contract_end_on", until="contract_end_on"),
    **dict.fromkeys(("won_back_on", "relationship_since_on"), _STILL),
    **dict.fromkeys(("anniversary_on", "anniversary_years"), _Trait(Moves.STILL, until="anniversary_until")),
}
# Numbers that have been what they are since their date, and are no counts.
NO_COUNTS = ("nps_last", "csat_last", "ces_last", "anniversary_years")

_EXPECTED = (
    ("leave", "leave", Kind.SHARE, "chance of leaving", "Wahrscheinlichkeit zu gehen"),
    ("leave_low", "leave_low", Kind.SHARE, "chance of leaving (low)", "Wahrscheinlichkeit zu gehen (unten)"),
    ("leave_high", "leave_high", Kind.SHARE, "chance of leaving (high)", "Wahrscheinlichkeit zu gehen (oben)"),
    ("leave_before", "leave_before", Kind.SHARE, "earlier chance of leaving", "frühere Wahrscheinlichkeit zu gehen"),
    ("expected_orders", "orders", Kind.NUMBER, "expected orders", "erwartete Bestellungen"),
    ("expected_revenue", "revenue", Kind.MONEY, "expected revenue", "erwarteter Umsatz"),
    ("value", "value", Kind.MONEY, "customer lifetime value", "Kundenwert"),
    ("at_risk", "at_risk", Kind.MONEY, "revenue at risk", "gefährdeter Umsatz"),
)  # fmt: skip


def feature_fields() -> Iterator[Field]:
    """A field per feature, by its name; the groups of features are their sources."""
    return (_field(feature) for feature in FEATURES.values())


def own_fields() -> Iterator[Field]:
    """What only rules ask, see own_groups. Who asks for `revenue_rank` gives the engine its table."""
    return (_field(feature) for feature in OWN_FEATURES.values())


def outlook_fields() -> Iterator[Field]:
    """What the newest forecast says: columns of the table `outlook` that the caller gives."""
    return (Field(name, OUTLOOK, column, kind, en, de) for name, column, kind, en, de in _EXPECTED)


def _field(feature: Feature) -> Field:
    trait = TRAITS.get(feature.name, _DAILY)
    kind = Kind(feature.kind)
    dated = FEATURES[trait.date] if trait.date else feature
    of_en, of_de = _words()["said"].get(dated.name, (dated.label_en, dated.label_de))
    return Field(
        feature.name,
        feature.group,
        feature.name,
        kind,
        feature.label_en,
        feature.label_de,
        unit=feature.unit,
        since=trait.since or (None if trait.date else feature.since),
        moves=trait.moves,
        date=trait.date,
        counts=kind is Kind.NUMBER and feature.name not in NO_COUNTS,
        quiet=trait.quiet,
        until=trait.until,
        per=trait.per,
        of_en=of_en,
        of_de=of_de,
        nouns=_nouns(feature.name),
    )


def _nouns(name: str) -> Nouns | None:
    said = _words()["counts"].get(name)
    return Nouns(tuple(said["en"]), tuple(said["de"])) if said else None


@cache
def _words() -> Mapping[str, Any]:
    text = files("bleib.rules").joinpath("features.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
