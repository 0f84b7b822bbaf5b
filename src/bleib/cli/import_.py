"""`bleib import`: files into the installation's history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bleib.cli import _reading as r
from bleib.cli._expanded import expanded
from bleib.cli._home import HomeOption, home_folder
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_installation
from bleib.history.counts import Counts
from bleib.history.events.lookup import contract_customers
from bleib.history.events.reading import EventReading
from bleib.history.sources.goods import candidates
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.sources.reasons import reason
from bleib.kernel.errors import UsageError

if TYPE_CHECKING:
    from bleib.history.journal import ImportResult

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would be read; change nothing.")]
SHOWN_REJECTS = 5

COUNTS = {
    "read": ("gelesen", "read"),
    "accepted": ("übernommen", "accepted"),
    "duplicates": ("doppelt", "duplicates"),
    "rejected": ("abgelehnt", "rejected"),
    "without_customer": ("ohne Kunde", "without customer"),
    "cancellations": ("Stornos und Gutschriften", "cancellations and credits"),
    "superseded": ("durch neuere ersetzt", "replaced by newer lines"),
    "erased": ("von gelöschten Kunden, ohne Kunde übernommen", "of erased customers, accepted without customer"),
}
RARE = ("erased",)  # shown where there are any


@expanded
def import_(
    lang: LangOption,
    files: r.FilesArgument = None,
    kind: r.KindOption = None,
    dry_run: DryRunOption = False,
    wishes: r.Wishes = r.NO_WISHES,
    home: HomeOption = None,
) -> None:
    """Import orders, or what else happened, from CSV, Excel or Parquet files, folders or globs."""
    if not files:
        raise UsageError("Name at least one file, folder or glob: bleib import orders.csv")
    wishes = replace(wishes, home=home)
    folder = home_folder(home)
    now = datetime.now(UTC)
    options = _options(wishes, dry_run=dry_run)
    console = Console(stderr=True)
    contracts = partial(contract_customers, folder)
    with r.reading_of(files, options, now=now, lang=lang, kind=kind, contracts=contracts) as (reading, watch):
        r.show_columns(reading, lang, console)
        if dry_run:
            reading.read()
            result = None
        else:
            from bleib.history.importing import import_files  # wants the database

            result = import_files(folder, reading, files, now=now, lang=lang, watch=watch.step)
        wishes.remember(reading.plans)
        r.show_notes(reading, console, lang)
        _show_rejects(reading, lang, console)
        _propose(reading, lang, console)
    tell(result, reading.counts if result is None else result.counts, home=folder, lang=lang)


def _options(wishes: r.Wishes, *, dry_run: bool) -> ReadOptions:
    """What was typed, completed by what the installation has settled. A dry run makes no installation."""
    folder = home_folder(wishes.home)
    if dry_run and not folder.exists():
        return wishes.options()
    open_installation(folder)
    from bleib.history.importing import settled  # wants the database

    return settled(folder, wishes.options())


def tell(result: ImportResult | None, counts: Counts, *, home: Path, lang: Language) -> None:
    """Say what was done, and print the counts."""
    german = lang is Language.DE
    console = Console()
    if result is None:
        console.print("Probelauf: nichts wurde geändert." if german else "Dry run: nothing was changed.")
    elif result.already:
        done = f"{result.finished_at:%Y-%m-%d %H:%M}"
        console.print(
            f"Schon importiert: Nr. {result.id} vom {done} UTC. Nichts wurde geändert."
            if german
            else f"Imported before: no. {result.id} of {done} UTC. Nothing was changed."
        )
    else:
        console.print(f"Import Nr. {result.id} ist fertig." if german else f"Import no. {result.id} is done.")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    for name, labels in COUNTS.items():
        number = getattr(counts, name)
        if number or name not in RARE:
            table.add_row(f"{number:,}".replace(",", "." if german else ","), labels[0 if german else 1])
    console.print(table)
    if result and result.rejects:
        console.print(f"{'Abgelehnte Zeilen' if german else 'Rejected lines'}: {home / result.rejects}", soft_wrap=True)


def _propose(reading: Reading, lang: Language, console: Console) -> None:
    """Product codes that are probably no goods; the user decides."""
    of_orders = reading.counts.accepted and not isinstance(reading, EventReading)
    codes = candidates(reading.connection) if of_orders and not reading.options.non_goods else []
    if codes:
        listed = ", ".join(codes)
        console.print(
            f"Keine Ware? {listed}. Wer nur das kauft, zählt als Käufer, bis --non-goods CODE es ausschließt."
            if lang is Language.DE
            else f"No goods? {listed}. Who buys only these counts as a buyer until --non-goods CODE says otherwise.",
            markup=False,
        )


def _show_rejects(reading: Reading, lang: Language, console: Console) -> None:
    for each in reading.rejects(limit=SHOWN_REJECTS) if reading.counts.rejected else ():
        line = "Zeile" if lang is Language.DE else "line"
        said = f" '{each.value}'" if each.value else ""
        where = f"{each.file}, {line} {each.line}, {each.column}{said}"
        console.print(f"{where}: {reason(each.code, each.form, lang)}", markup=False, soft_wrap=True)
