"""Metrics by theme: in which order a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.metrics import DEFINITIONS, Definition

THEMES: Sequence[tuple[Promise, Sequence[str]]] = (
    (_("Who stays"), ("retention", "retention_regulars", "retention_series", "won_back_rate")),
    (_("Who becomes a regular"), ("repeat_share", "time_to_second_order", "second_order_curve")),
    (_("Cohorts"), ("cohorts", "cohorts_unbounded")),
    (_("Revenue"), ("revenue_retention", "regular_revenue_share", "pareto", "lorenz", "totals")),
    (_("Contracts"), ("contract_retention", "mrr", "mrr_bridge", "mrr_series", "contract_ends")),
    (_("Rhythm"), ("order_gaps", "rhythm", "overdue", "newly_overdue")),
    (_("RFM"), ("rfm", "rfm_segments", "rfm_migration")),
    (_("Breadth"), ("breadth", "breadth_mean", "dropped_features")),
    (_("Customer journey"), ("journey_map", "journey_paths")),
    (_("What changed"), ("customer_changes", "change_sums")),
)
MORE = _("More")


def by_theme(words: str = "") -> Iterator[tuple[Promise, list[Definition]]]:
    """Headings with the metrics that say all of `words`; every metric stands under one heading."""
    for heading, slugs in _with_the_rest(DEFINITIONS):
        found = [DEFINITIONS[slug] for slug in slugs if slug in DEFINITIONS and _says(DEFINITIONS[slug], words)]
        if found:
            yield heading, found


def _with_the_rest(known: Mapping[str, Definition]) -> Sequence[tuple[Promise, Sequence[str]]]:
    """A metric that no theme names comes last instead of nowhere."""
    named = {slug for _heading, slugs in THEMES for slug in slugs}
    return (*THEMES, (MORE, [slug for slug in known if slug not in named]))


def _says(definition: Definition, words: str) -> bool:
    """Whether its texts, in either language, hold every word."""
    text = " ".join((
        definition.slug, definition.label_de, definition.label_en, definition.meaning_de, definition.meaning_en,
        definition.formula, definition.formula_de, *(column.name for column in definition.columns),
    )).casefold()  # fmt: skip
    return all(word in text for word in words.casefold().split())
