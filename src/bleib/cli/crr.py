"""`bleib crr`: the textbook's retention rate, with its explanation."""

from __future__ import annotations

from typing import Annotated

import typer

from bleib.cli._language import LangOption, Language
from bleib.kernel.intervals import wilson
from bleib.metrics.textbook import CustomerRetention
from bleib.metrics.textbook import crr as retention

RATE = {
    Language.EN: "Customer retention rate: {rate} %",
    Language.DE: "Kundenbindungsrate: {rate} %",
}
INTERVAL = {
    Language.EN: " (95 % interval {low} to {high} %)",
    Language.DE: " (95-%-Intervall {low} bis {high} %)",
}
CHURN = {
    Language.EN: "Churn rate = 100 - CRR = {churn} %: {lost} of {start} customers left.",
    Language.DE: "Abwanderungsrate = 100 - CRR = {churn} %: {lost} von {start} Kunden gingen.",
}
FORMULA = {
    Language.EN: """\
CRR = (customers at the end - new customers) / customers at the start × 100
New is everybody who is a customer at the end and was none at the start, also those won back after a pause.
If only first-time buyers are counted as new, those won back look kept and the rate comes out too high.""",
    Language.DE: """\
CRR = (Kunden am Ende - neue Kunden) / Kunden am Anfang × 100
Neu ist, wer am Ende Kunde ist und es am Anfang nicht war, auch wer nach einer Pause zurückgewonnen wurde.
Zählen nur Erstkäufer als neu, gelten Zurückgewonnene als gehalten, und die Rate fällt zu hoch aus.""",
}


def crr(
    start: Annotated[int, typer.Option(help="Customers at the start of the period.")],
    end: Annotated[int, typer.Option(help="Customers at its end.")],
    new: Annotated[int, typer.Option(help="Those of them who were no customers at the start.")],
    lang: LangOption,
) -> None:
    """Work out a retention rate from three numbers, and explain it."""
    result = retention(start=start, end=end, new=new)
    lines = [_headline(result, lang), "", result.sentence(lang)]
    if not result.counts_won_back_as_kept:
        lost = result.start - result.kept
        lines.append(CHURN[lang].format(churn=_number(result.churn, lang), lost=lost, start=result.start))
    typer.echo("\n".join([*lines, "", FORMULA[lang]]))


def _headline(result: CustomerRetention, lang: Language) -> str:
    """The rate, with its interval where it is a share of the customers at the start."""
    headline = RATE[lang].format(rate=_number(result.rate, lang))
    bounds = None if result.counts_won_back_as_kept else wilson(result.kept, result.start)
    if bounds is None:
        return headline
    low, high = (_number(100 * bound, lang) for bound in bounds)
    return headline + INTERVAL[lang].format(low=low, high=high)


def _number(value: float, lang: Language) -> str:
    return f"{value:.1f}".replace(".", "," if lang is Language.DE else ".")
