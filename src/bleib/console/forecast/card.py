"""The model card in plain words: what it learned from, how good it is on customers it had not seen, why this model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.forecast.card import ModelCard, Quality
from bleib.forecast.measures import Measure
from bleib.forecast.words import Remark
from bleib.outlook.api import Record, Run
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words
from bleib.ui.table import Column, Table

KINDS: Mapping[str, Promise] = {
    "boosting": gettext_lazy("boosted decision trees"),
    "logistic": gettext_lazy("logistic regression"),
    "purchases": gettext_lazy("a purchase model: only the rhythm of orders counts"),
    "contracts": gettext_lazy("a contract model: only how long contracts last counts"),
}


def sections(run: Run, words: Words) -> list[Section]:
    """One for each model of the run: customers with contracts are judged by a model of their own."""
    return [_section(run, ModelCard.from_json(each), words) for each in run.card.get("cards", ())]


def remarks(of: Run | Record | None, words: Words) -> list[str]:
    """Why there is nothing, or less than one would expect, in sentences."""
    return [] if of is None else [Remark(**each).sentence(words.lang) for each in _told(of).get("remarks", ())]


def earlier(runs: Iterable[Run], words: Words) -> Table:
    """One row for each model of each run, newest first."""
    columns = (
        Column(_("Forecast of"), "day"), Column(_("Customers"), "text"), Column(_("Model"), "text"),
        Column(_("Learned from"), "count"), Column(_("Of them left"), "count"), Column("AUC", "cell"),
        Column("Brier", "cell"), Column(_("Lift (10 %)"), "cell"),
    )  # fmt: skip
    rows = (_row(run, ModelCard.from_json(each), words) for run in runs for each in run.card.get("cards", ()))
    return Table(_("All forecasts, the newest first"), columns, tuple(rows))


def _told(of: Run | Record) -> Mapping[str, Any]:
    told: Mapping[str, Any] = of.card if isinstance(of, Run) else of.backtest
    return told


def _section(run: Run, card: ModelCard, words: Words) -> Section:
    title = _("How customers with contracts are judged") if card.contractual else _("How customers are judged")
    return Section(
        name="card-contracts" if card.contractual else "card",
        title=title,
        sentences=tuple(_sentences(run, card, words)),
        figures=tuple(_figures(card.quality, words)),
    )


def _sentences(run: Run, card: ModelCard, words: Words) -> Iterator[str]:
    text = _(
        "Made on %(day)s by %(kind)s, learned from %(customers)s customers on %(slices)s days between %(first)s and "
        "%(last)s; of these %(examples)s judgements %(left)s were of somebody who left within %(horizon)s days."
    )
    yield text % {
        "day": words.day(run.as_of),
        "kind": str(KINDS[card.kind]),
        "customers": words.count(card.customers),
        "slices": words.count(card.slices),
        "first": words.day(card.span[0]),
        "last": words.day(card.span[1]),
        "left": words.count(card.left),
        "examples": words.count(card.examples),
        "horizon": card.horizon,
    }
    if card.quality.auc is not None:
        said = _(
            "Of two customers, of whom one leaves and one stays, it names the right one in %(rate)s of 100 cases; "
            "guessing would be 50."
        )
        yield said % {"rate": words.count(round(card.quality.auc.value * 100))}
    if card.out_of_time:
        yield _("It was judged on later days than it learned from, as it has to prove itself from now on, too.")
    if card.unproven is not None:
        yield card.unproven.sentence(words.lang)
    yield card.chosen_because.sentence(words.lang)


def _figures(quality: Quality, words: Words) -> Iterator[Figure]:
    named = (
        (_("Ranks rightly (AUC)"), quality.auc),
        (_("Among the tenth likeliest to leave (lift)"), quality.lift_10),
        (_("Error of the chances (Brier)"), quality.brier),
    )
    return (Figure(label, words.number(each.value), interval(each, words)) for label, each in named if each)


def _row(run: Run, card: ModelCard, words: Words) -> tuple[Any, ...]:
    whom = _("with contracts") if card.contractual else _("with orders")
    quality = (card.quality.auc, card.quality.brier, card.quality.lift_10)
    told = (shown(each, words) for each in quality)
    return (run.as_of, whom, str(KINDS[card.kind]), card.customers, card.left, *told)


def shown(measure: Measure | None, words: Words) -> str | None:
    """With two decimals."""
    return None if measure is None else words.number(measure.value)


def interval(measure: Measure, words: Words) -> str:
    """The 95 % interval, where it can be told."""
    if measure.low is None or measure.high is None:
        return ""
    low, high = (words.number(each) for each in (measure.low, measure.high))
    return _("%(low)s to %(high)s") % {"low": low, "high": high}
