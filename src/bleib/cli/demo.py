"""`bleib demo`: a generated company's messy exports, imported and reported on. Nothing of it is real."""

from __future__ import annotations

import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from bleib import report as reports
from bleib.cli import _reading as r
from bleib.cli._home import home_folder
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_embedded
from bleib.cli.import_ import tell
from bleib.cli.report import deliver
from bleib.demo import demo_company, folder_name, write_exports

FolderOption = Annotated[
    Path | None, typer.Option("--home", help="Folder for the demo company (default: demo in BLEIB_HOME).")
]
OpenOption = Annotated[bool, typer.Option("--open/--no-open", help="Open the report in the browser.")]

WORDS = {
    Language.DE: "Eine erfundene Firma: ihre Exporte liegen in {exports}",
    Language.EN: "An invented company: its exports are in {exports}",
}


def demo(lang: LangOption, home: FolderOption = None, open_: OpenOption = False) -> None:
    """Write an invented company's exports, import them and report on them. Again changes nothing until next month."""
    now = datetime.now(UTC)
    zone = r.Wishes().options().time_zone
    company = demo_company(now.astimezone(ZoneInfo(zone)).date())
    folder = (home or home_folder(None) / "demo") / folder_name(company)
    files = [str(path) for path in write_exports(company, folder / "exports")]
    Console().print(WORDS[lang].format(exports=folder / "exports"), soft_wrap=True, highlight=False)
    open_embedded(folder / "history")
    from bleib.history import installation  # wants the database

    _import(files, folder / "history", now=now, lang=lang)
    page = folder / "report.html"
    with installation.open_book(folder / "history", time_zone=zone, now=now) as book:
        composed = reports.compose(book, now=now)
    deliver(composed, json_path=None, html=page, lang=lang)
    if open_:
        webbrowser.open(page.resolve().as_uri())


def _import(files: list[str], home: Path, *, now: datetime, lang: Language) -> None:
    from bleib.history.importing import import_files, settled

    options = settled(home, r.Wishes(home=home).options())
    with r.reading_of(files, options, now=now, lang=lang) as (reading, watch):
        result = import_files(home, reading, files, now=now, lang=lang, watch=watch.step)
    tell(result, result.counts, home=home, lang=lang)
