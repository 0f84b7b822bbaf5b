"""What `report`, `import` and `demo` share: the options that say how files are read, and what was recognised."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from babel.numbers import is_currency
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bleib.cli._home import home_folder
from bleib.cli._language import Language
from bleib.cli._progress import Watch
from bleib.history.events import choosing
from bleib.history.events.reading import Contracts, nothing_known
from bleib.history.events.registry import KINDS
from bleib.history.sources.keys import KEYS
from bleib.history.sources.options import AmbiguousDates, DateOrder, ReadOptions, parse_columns
from bleib.history.sources.plan import Role, TablePlan
from bleib.history.sources.presets import load_preset, save_preset
from bleib.history.sources.reading import Reading
from bleib.history.sources.recognise import Guess
from bleib.kernel.errors import UsageError

FilesArgument = Annotated[list[str] | None, typer.Argument(metavar="FILE...", help="Files, folders or globs.")]
MapOption = Annotated[list[str] | None, typer.Option("--map", metavar="KEY=COLUMN", help="Correct a column.")]
PresetOption = Annotated[str | None, typer.Option("--preset", help="Use columns saved under a name.")]
SavePresetOption = Annotated[str | None, typer.Option("--save-preset", help="Save the columns under a name.")]
SystemOption = Annotated[str, typer.Option("--system", help="Name of the system the files come from.")]
SourceColumnOption = Annotated[
    str | None, typer.Option("--source-column", metavar="COLUMN", help="Column whose values are overlapping sources.")
]
CurrencyOption = Annotated[str | None, typer.Option("--currency", metavar="CUR", help="Currency of the amounts.")]
DatesOption = Annotated[DateOrder | None, typer.Option("--dates", help="How 01/02/2025 is to be read.")]
TimeZoneOption = Annotated[str | None, typer.Option("--time-zone", help="Zone of times without one.")]
NonGoodsOption = Annotated[
    list[str] | None,
    typer.Option("--non-goods", metavar="CODE", help="Product code that is no purchase, e.g. postage."),
]
KindOption = Annotated[
    str | None,
    typer.Option(
        "--kind", metavar="KIND", help=f"What the files are about, if they do not say it: {', '.join(choosing.NAMES)}."
    ),
]

ALL_KEYS = tuple(dict.fromkeys([*KEYS, *choosing.KEYS]))
WORDS = {
    "de": (
        "Angabe",
        "Spalte",
        "erkannt an",
        "Beispiele",
        {"heading": "Überschrift", "values": "Werten", "user": "Vorgabe"},
    ),
    "en": ("Key", "Column", "recognised by", "Samples", {"heading": "heading", "values": "values", "user": "you"}),
}


@dataclass(frozen=True)
class Wishes:
    """The reading options as they were typed (see `expanded`), for which installation, and of what the files are."""

    columns: MapOption = None
    preset: PresetOption = None
    save_preset: SavePresetOption = None
    system: SystemOption = "files"
    source_column: SourceColumnOption = None
    currency: CurrencyOption = None
    dates: DatesOption = None
    time_zone: TimeZoneOption = None
    non_goods: NonGoodsOption = None
    home: Path | None = None
    kind: str | None = None

    def options(self) -> ReadOptions:
        """Raises UsageError for a key, preset, currency or time zone that does not exist."""
        saved = load_preset(self.preset, self._presets(), ALL_KEYS) if self.preset else {}
        return ReadOptions(
            columns=saved | parse_columns(list(self.columns or ()), ALL_KEYS),
            system=self.system,
            source_column=self.source_column,
            currency=_known_currency(self.currency) if self.currency else None,
            time_zone=self.zone,
            date_order=self.dates,
            non_goods=tuple(self.non_goods or ()),
        )

    @property
    def zone(self) -> str:
        """--time-zone, else BLEIB_TIME_ZONE, else Europe/Berlin."""
        return _known_zone(self.time_zone or os.environ.get("BLEIB_TIME_ZONE") or "Europe/Berlin")

    def remember(self, plans: Sequence[TablePlan]) -> Path | None:
        """Save the columns of the first table of lines as a preset, if that was wished for."""
        lines = [plan for plan in plans if plan.role in (Role.LINES, Role.POSITIONS)]
        if not self.save_preset or not lines:
            return None
        names = {key: lines[0].table.columns[guess.index] for key, guess in lines[0].columns.guesses.items()}
        return save_preset(self.save_preset, self._presets(), names)

    def refuse_without_files(self, *, rejects: Path | None) -> None:
        """Raises UsageError for options that say how files are read, where no file is named."""
        said = {
            "--map": self.columns, "--preset": self.preset, "--save-preset": self.save_preset, "--dates": self.dates,
            "--kind": self.kind, "--source-column": self.source_column, "--currency": self.currency,
            "--non-goods": self.non_goods, "--rejects": rejects,
        }  # fmt: skip
        given = [name for name, value in said.items() if value]
        if given:
            raise UsageError(f"{', '.join(given)}: this says how files are read, but no FILE is named.")

    def _presets(self) -> Path:
        return home_folder(self.home) / "presets"


NO_WISHES = Wishes()


@contextmanager
def reading_of(
    files: Sequence[str],
    options: ReadOptions,
    *,
    now: datetime,
    lang: Language,
    kind: str | None = choosing.ORDER,
    guessed: Collection[str] = tuple(KINDS),
    contracts: Contracts = nothing_known,
) -> Iterator[tuple[Reading, Watch]]:
    """A reading that has looked at the files, and the watch that shows how far it is; see `choosing.look`."""
    try:
        looked = choosing.look(files, options, now=now, kind=kind, guessed=guessed, contracts=contracts)
    except AmbiguousDates as question:
        options = replace(options, date_order=_ask(question, lang))
        looked = choosing.look(files, options, now=now, kind=kind, guessed=guessed, contracts=contracts)
    with looked as reading, Watch(reading.connection, lang) as watch:
        reading.on_step(watch.step)
        yield reading, watch


def _ask(question: AmbiguousDates, lang: Language) -> DateOrder:
    """Ask the user at the terminal; without one, the question is the error."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise question
    text = (
        f"Ist {question.sample} (Spalte '{question.column}') Tag zuerst (dmy) oder Monat zuerst (mdy)?"
        if lang is Language.DE
        else f"Is {question.sample} (column '{question.column}') day first (dmy) or month first (mdy)?"
    )
    return DateOrder(typer.prompt(text, type=DateOrder, err=True))


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(f"'{name}' is not a time zone. Write it as Europe/Berlin.") from error
    return name


def _known_currency(name: str) -> str:
    """The first import settles the installation's currency for good, so a slip of the pen must not."""
    if not is_currency(name.upper()):
        raise UsageError(f"'{name}' is not a currency. Write its three letters, such as EUR.")
    return name.upper()


def show_columns(reading: Reading, lang: Language, console: Console) -> None:
    """Which column was taken for what, with a sample, one table per source."""
    key, column, by, samples, ways = WORDS[lang]
    for plan in reading.plans:
        if plan.role not in (Role.LINES, Role.POSITIONS):
            continue
        table = Table(
            key, column, by, samples, title=escape(plan.table.name), title_justify="left", box=None, pad_edge=False
        )
        for name, guess in _in_order(plan):
            heading = plan.table.columns[guess.index]
            table.add_row(name, escape(heading), ways[guess.by.value], escape(" | ".join(guess.samples)))
        console.print(table)


def _in_order(plan: TablePlan) -> list[tuple[str, Guess]]:
    """The columns in the order of the keys."""
    return sorted(plan.columns.guesses.items(), key=lambda item: ALL_KEYS.index(item[0]))


def show_notes(reading: Reading, console: Console, lang: Language) -> None:
    """What was noticed about the sources: passed over, unused columns, discounts, signs that were changed."""
    for note in reading.notes:
        if note.note:
            console.print(f"{note.name}: {note.note.said(lang)}", markup=False, soft_wrap=True)


def say_columns(reading: Reading, lang: Language, console: Console) -> None:
    """The same on one line per source, for a report; and where rejected lines can be had."""
    for plan in reading.plans:
        if plan.role in (Role.LINES, Role.POSITIONS):
            told = ", ".join(f"{name} = {plan.table.columns[guess.index]}" for name, guess in _in_order(plan))
            console.print(f"{plan.table.name}: {told}", markup=False, highlight=False, soft_wrap=True)
    if reading.counts.rejected:
        console.print(
            f"Abgelehnte Zeilen: {reading.counts.rejected}; --rejects PFAD schreibt sie mit ihrem Grund."
            if lang is Language.DE
            else f"Rejected lines: {reading.counts.rejected}; --rejects PATH writes them with their reasons."
        )
