"""`bleib forecast`: who will leave, what is expected of whom, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from bleib import forecast as forecasts
from bleib.cli import _past as p
from bleib.cli import _reading as r
from bleib.cli._expanded import expanded
from bleib.cli._forecast_data import to_json
from bleib.cli._forecast_terminal import print_forecast
from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.kernel.errors import BleibError

AtOption = Annotated[str | None, typer.Option("--at", metavar="DATE", help="As known at the beginning of this day.")]
TopOption = Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many of the likeliest leavers to list.")]


@expanded
def forecast(
    lang: LangOption,
    files: r.FilesArgument = None,
    installation: p.InstallationOption = False,
    horizon: p.HorizonOption = 90,
    at: AtOption = None,
    top: TopOption = 20,
    margin: p.MarginOption = None,
    kind: r.KindOption = None,
    wishes: r.Wishes = r.NO_WISHES,
    json_path: p.JsonOption = None,
    rejects: p.RejectsOption = None,
    home: HomeOption = None,
) -> None:
    """Who will leave and what is expected of whom, from files or from the installation's history."""
    wishes = replace(wishes, home=home, kind=kind)
    day = p.day(at, "--at") if at else None
    with p.seen(
        files, wishes, p.OwnCosts(margin=margin), installation=installation, rejects=rejects, lang=lang
    ) as seen:
        seen.step("Prognose" if lang is Language.DE else "Forecast")
        found = forecasts.run(seen.past, as_of=day or seen.until, horizon=horizon, costs=seen.costs)
        names = seen.names()
    _refuse_nothing(found, lang)
    data = to_json(found, names=names, currency=seen.currency, lang=lang)
    if json_path and p.delivered(data, json_path):
        return
    print_forecast(found, Console(), names=names, currency=seen.currency, lang=lang, top=top)


def _refuse_nothing(found: forecasts.Forecasts, lang: Language) -> None:
    """Raises BleibError with the reasons where nothing is said of anybody."""
    said = [name for name in ("leave", "orders", "revenue") if found.table.column(name).null_count < len(found.table)]
    if not said:
        raise BleibError(" ".join(remark.sentence(lang) for remark in found.remarks))
