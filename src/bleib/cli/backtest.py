"""`bleib backtest`: how good the forecast would have been, had it been made at earlier days."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bleib.cli import _past as p
from bleib.cli import _reading as r
from bleib.cli._backtest_terminal import print_record
from bleib.cli._expanded import expanded
from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.forecast import backtest as records

if TYPE_CHECKING:
    from bleib.forecast.backtest.trying import Lights

OriginsOption = Annotated[int, typer.Option("--origins", metavar="N", min=1, max=36, help="Earlier days to try.")]
AtOption = Annotated[list[str] | None, typer.Option("--at", metavar="DATE", help="Try this earlier day; repeat it.")]


@expanded
def backtest(
    lang: LangOption,
    files: r.FilesArgument = None,
    installation: p.InstallationOption = False,
    horizon: p.HorizonOption = 90,
    origins: OriginsOption = 4,
    at: AtOption = None,
    own: p.OwnCosts = p.NO_COSTS,
    kind: r.KindOption = None,
    wishes: r.Wishes = r.NO_WISHES,
    json_path: p.JsonOption = None,
    rejects: p.RejectsOption = None,
    home: HomeOption = None,
) -> None:
    """Forecast again as at earlier days, and compare with what happened: AUC, lift, Brier, profit, baselines."""
    wishes = replace(wishes, home=home, kind=kind)
    days = [p.day(text, "--at") for text in at or ()]
    with p.seen(files, wishes, own, installation=installation, rejects=rejects, lang=lang) as seen:
        record = records.backtest(
            seen.past, until=seen.until, days=days, count=origins, horizon=horizon, costs=seen.costs,
            lights=_lights() if installation else None,
            told=lambda day: seen.step(f"{'Prognose vom' if lang is Language.DE else 'Forecast of'} {day}"),
        )  # fmt: skip
    if json_path and p.delivered({"currency": seen.currency, **records.to_json(record)}, json_path):
        return
    print_record(record, Console(), lang=lang, currency=seen.currency)


def _lights() -> Lights:
    from bleib.lights.api import colours_at, stored_definition  # want the database

    return partial(colours_at, definition=stored_definition())
