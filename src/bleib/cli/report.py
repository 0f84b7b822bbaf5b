"""`bleib report`: from files (or the installation's history) to the retention report. Leaves nothing behind."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bleib import report as reports
from bleib.cli import _reading as r
from bleib.cli._expanded import expanded
from bleib.cli._files import written
from bleib.cli._home import HomeOption, home_folder
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_installation
from bleib.history import measuring
from bleib.history.book import Book, nothing_imported
from bleib.history.sources.rejects import write as write_rejects
from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit, Window

# Besides orders, what a report measures.
MEASURED = ("contract",)
WindowOption = Annotated[str | None, typer.Option("--base", metavar="A..B", help="Window of the customers at start.")]
NextOption = Annotated[str | None, typer.Option("--next", metavar="B..C", help="Window in which they are to stay.")]
AtOption = Annotated[str | None, typer.Option("--at", metavar="DATE", help="Retention at this day ...")]
DaysOption = Annotated[
    int | None, typer.Option("--window", metavar="DAYS", help="... active = bought in so many days.")
]
EveryOption = Annotated[Unit | None, typer.Option("--every", help="Period after period.")]
JsonOption = Annotated[str | None, typer.Option("--json", metavar="PATH", help="Write JSON; - is standard output.")]
HtmlOption = Annotated[Path | None, typer.Option("--html", metavar="PATH", help="Write one self-contained page.")]
PdfOption = Annotated[Path | None, typer.Option("--pdf", metavar="PATH", help="Write it as PDF on A4.")]
MonthOption = Annotated[
    str | None, typer.Option("--month", metavar="YYYY-MM", help="The report on a month, and what changed in it.")
]
RejectsOption = Annotated[Path | None, typer.Option("--rejects", metavar="PATH", help="Write the rejected lines.")]


@expanded
def report(
    lang: LangOption,
    files: r.FilesArgument = None,
    kind: r.KindOption = None,
    wishes: r.Wishes = r.NO_WISHES,
    base: WindowOption = None,
    next_: NextOption = None,
    at: AtOption = None,
    window: DaysOption = None,
    every: EveryOption = None,
    month: MonthOption = None,
    json_path: JsonOption = None,
    html: HtmlOption = None,
    pdf: PdfOption = None,
    rejects: RejectsOption = None,
    home: HomeOption = None,
) -> None:
    """Who stayed, who left, what it cost and whom to call: from order files, or from the history without FILE."""
    plan = reports.Plan(
        base=Window.parse(base) if base else None,
        next=Window.parse(next_) if next_ else None,
        at=_day(at) if at else None,
        days=window,
        every=every,
        month=_month(month) if month else None,
    )
    wishes = replace(wishes, home=home, kind=kind)
    with _book(files, wishes, rejects=rejects, lang=lang) as book:
        composed = reports.compose(book, windows=plan, now=datetime.now(UTC))
    if pdf:
        written(pdf, lambda: reports.write_pdf(composed, pdf, lang))
        say_where(pdf, lang)
    deliver(composed, json_path=json_path, html=html, lang=lang)


@contextmanager
def _book(files: list[str] | None, wishes: r.Wishes, *, rejects: Path | None, lang: Language) -> Iterator[Book]:
    if not files:
        wishes.refuse_without_files(rejects=rejects)
        with _book_of_installation(wishes) as book:
            yield book
        return
    now, options = datetime.now(UTC), wishes.options()
    with r.reading_of(files, options, now=now, lang=lang, kind=wishes.kind, guessed=MEASURED) as (reading, watch):
        reading.read()
        wishes.remember(reading.plans)
        if rejects:
            written(rejects, lambda: write_rejects(rejects, reading.rejects(), lang))
        r.say_columns(reading, lang, Console(stderr=True))
        watch.step("Kennzahlen" if lang is Language.DE else "Metrics")
        yield measuring.book(reading, files)


@contextmanager
def _book_of_installation(wishes: r.Wishes) -> Iterator[Book]:
    folder = home_folder(wishes.home)
    if not folder.exists():
        raise nothing_imported(folder)
    open_installation(folder)
    from bleib.history import installation  # wants the database

    with installation.open_book(folder, time_zone=wishes.zone, now=datetime.now(UTC)) as book:
        yield book


def deliver(composed: reports.Report, *, json_path: str | None, html: Path | None, lang: Language) -> None:
    """Print the report, or write it where the user wants it. With `--json -` nothing else goes to stdout."""
    if html and str(html) == "-":
        raise UsageError("--html wants a path; only --json can write to standard output.")
    if html:
        written(html, lambda: reports.write_html(composed, html, lang))
    if json_path:
        text = json.dumps(reports.to_json(composed), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        if json_path == "-":
            sys.stdout.write(text)
            return
        written(Path(json_path), lambda: reports.write_whole(Path(json_path), text))
    reports.print_terminal(composed, Console(), lang)
    if html:
        say_where(html, lang)


def say_where(path: Path, lang: Language) -> None:
    """Where the report lies now."""
    Console(stderr=True).print(f"{'Bericht' if lang is Language.DE else 'Report'}: {path}", soft_wrap=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--at {text}: write the day as 2025-06-30.") from error


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise UsageError(f"--month {text}: write the month as 2025-06.") from error
