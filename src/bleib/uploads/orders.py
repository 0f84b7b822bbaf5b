"""Uploads of orders and of what else happened: looked at, tried out, imported into the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from bleib.history.events import choosing
from bleib.history.events.lookup import contract_customers
from bleib.history.events.plan import EventPlan
from bleib.history.events.recognise import recognise as recognise_events
from bleib.history.events.registry import KINDS
from bleib.history.importing import import_files, settled
from bleib.history.models import Import, Setting
from bleib.history.preview import preview_import
from bleib.history.sources.goods import candidates
from bleib.history.sources.keys import KEYS
from bleib.history.sources.options import AmbiguousDates, DateOrder, ReadOptions
from bleib.history.sources.plan import Role, TablePlan, take_sample
from bleib.history.sources.presets import load_preset, save_preset
from bleib.history.sources.reading import Reading
from bleib.history.sources.recognise import Columns, recognise
from bleib.history.sources.rejects import write as write_rejects
from bleib.history.sources.tables import RawTable
from bleib.kernel.errors import BleibError
from bleib.kernel.scratch import scratch_folder
from bleib.uploads import findings
from bleib.uploads.heads import heads
from bleib.uploads.models import Upload
from bleib.uploads.progress import Progress
from bleib.uploads.seen import SHOWN_ROWS, Choice, Seen, SeenTable, headings_of
from bleib.uploads.sentences import on_a_page
from bleib.uploads.wishes import Wishes

TOLD = (Role.LINES, Role.POSITIONS)


def look(files: Sequence[Path], wishes: Wishes, *, now: datetime) -> Seen:
    """The columns as they would be read, with a sample. Raises BleibError where a file is no table at all."""
    with scratch_folder() as folder:
        try:
            paths = heads(files, Path(folder))
        except BleibError as error:
            raise BleibError(on_a_page(error)) from error
        try:
            return _looked(paths, _options(wishes), wishes, now=now)
        except AmbiguousDates as question:
            options = replace(_options(wishes), date_order=DateOrder.DAY_FIRST)
            return replace(_looked(paths, options, wishes, now=now), dates=question.sample)
        except BleibError as error:
            problem = on_a_page(error)
        return _guessed(paths, wishes, problem=problem, now=now)


def try_out(upload: Upload, progress: Progress, *, now: datetime) -> dict[str, Any]:
    """What would come in, as `findings` keep it. Raises BleibError where nothing is usable."""
    with _reading(upload, now=now) as reading, progress.following(reading.connection):
        reading.on_step(lambda name: progress.say("reading", name=name))
        reading.read()
        progress.say("comparing", lines=reading.counts.read)
        coming = preview_import(settings.HOME, reading, [str(file) for file in upload.files])
        if reading.counts.rejected:
            write_rejects(upload.folder / findings.REJECTS, reading.rejects(), _language())
        orders = not hasattr(reading, "events")
        found = asdict(coming)
        return found | {
            "goods": candidates(reading.connection) if orders and not reading.options.non_goods else [],
            "notes": [(note.name, asdict(note.note)) for note in reading.notes if note.note],
            "rejects": [asdict(each) for each in (reading.rejects(limit=20) if reading.counts.rejected else ())],
        }


def bring_in(upload: Upload, progress: Progress, *, now: datetime) -> int:
    """The number of the import. Called again after a crash, the same import is completed or found."""
    with _reading(upload, now=now) as reading, progress.following(reading.connection):
        reading.on_step(lambda name: progress.say("reading", name=name))
        result = import_files(
            settings.HOME,
            reading,
            [str(file) for file in upload.files],
            now=now,
            lang=_language(),
            watch=lambda _label: progress.say("writing", lines=reading.counts.read),
            by=upload.by,
        )
    return result.id


def presets() -> Sequence[str]:
    """Names of the columns that were saved."""
    return sorted(file.stem for file in _presets().glob("*.json"))


def columns_of(preset: str) -> Mapping[str, str]:
    """The columns saved under a name. Raises BleibError."""
    return load_preset(preset, _presets(), tuple(dict.fromkeys([*KEYS, *choosing.KEYS])))


def save(name: str, seen: Seen) -> None:
    """Keep the columns of a look under a name. Raises UsageError where it is none for a file."""
    save_preset(name, _presets(), {each.key: each.column for each in seen.choices if each.column})


def labels_of(kind: str) -> dict[str, str]:
    """What each key of this kind of file is called; those of orders, where there is no such kind."""
    german = _language() == "de"
    keys = KINDS[kind].keys if kind in KINDS else KEYS.values()
    return {key.name: key.label_de if german else key.label_en for key in keys}


def _options(wishes: Wishes) -> ReadOptions:
    return settled(settings.HOME, wishes.options(zone=settings.TIME_ZONE))


def _reading(upload: Upload, *, now: datetime) -> Reading:
    wishes = Wishes.of(upload.wishes)
    contracts = partial(contract_customers, settings.HOME)
    files = [str(file) for file in upload.files]
    return choosing.look(files, _options(wishes), now=now, kind=wishes.kind or None, contracts=contracts)


def _looked(paths: Sequence[str], options: ReadOptions, wishes: Wishes, *, now: datetime) -> Seen:
    contracts = partial(contract_customers, settings.HOME)
    with choosing.look(paths, options, now=now, kind=wishes.kind or None, contracts=contracts) as reading:
        kind = _kind_of(reading.plans) or choosing.ORDER
        labels = labels_of(kind)
        tables = [_table(reading, plan, labels) for plan in reading.plans]
        telling = next(plan for plan in reading.plans if plan.role in TOLD)
        return Seen(
            kind=kind,
            tables=tables,
            choices=_choices(telling.table, telling.columns, labels),
            headings=headings_of([plan.table.columns for plan in reading.plans if plan.role is not Role.SKIPPED]),
            currency=_currency(),
            labels=labels,
        )


def _guessed(paths: Sequence[str], wishes: Wishes, *, problem: str, now: datetime) -> Seen:
    """What can be said of tables that cannot be read as they are wished for. Raises BleibError if they are none."""
    kind = wishes.kind or choosing.ORDER
    labels = labels_of(kind)
    with Reading(ReadOptions(), now=now) as reading:
        try:
            tables = reading.open(paths)
        except BleibError as error:
            raise BleibError(on_a_page(error)) from error
        samples = [take_sample(reading.connection, table) for table in tables]
        wanted = {key: column for key, column in wishes.columns.items() if key in labels}
        found = recognise_events(KINDS[kind], samples[0], wanted) if kind in KINDS else recognise(samples[0], wanted)
        plans = [TablePlan(tables[0], samples[0], found, Role.LINES)]
        plans += [TablePlan(*each, Columns(), Role.SKIPPED) for each in zip(tables[1:], samples[1:], strict=True)]
        return Seen(
            kind=kind,
            tables=[_table(reading, plan, labels) for plan in plans],
            choices=_choices(tables[0], found, labels),
            headings=headings_of([table.columns for table in tables]),
            problem=problem,
            currency=_currency(),
            labels=labels,
        )


def _kind_of(plans: Sequence[TablePlan]) -> str:
    kinds = (plan.kind.name for plan in plans if isinstance(plan, EventPlan) and plan.kind is not None)
    return next(kinds, "")


def _table(reading: Reading, plan: TablePlan, labels: Mapping[str, str]) -> SeenTable:
    own = len(plan.table.columns)
    said = [""] * own
    for key, guess in plan.columns.guesses.items():
        if guess.index < own:
            said[guess.index] = ", ".join(filter(None, (said[guess.index], labels.get(key, key))))
    columns = ", ".join(f"c{number}" for number in range(own))
    rows = reading.connection.execute(f"SELECT {columns} FROM {plan.table.relation} LIMIT {SHOWN_ROWS}").fetchall()
    unused = [name for name, key in zip(plan.table.columns, said, strict=True) if not key]
    shown = [tuple("" if value is None else str(value) for value in row) for row in rows]
    return SeenTable(plan.table.name, _role(plan), plan.table.columns, said, shown, unused)


def _role(plan: TablePlan) -> str:
    return "events" if isinstance(plan, EventPlan) and plan.kind is not None else str(plan.role)


def _choices(table: RawTable, columns: Columns, labels: Mapping[str, str]) -> list[Choice]:
    """One per key, in the order of the keys; what heads say beside positions has no column of the table's own."""
    found = []
    for key, label in labels.items():
        guess = columns.guesses.get(key)
        if guess is None or guess.index >= len(table.columns):
            found.append(Choice(key, label))
        else:
            found.append(Choice(key, label, table.columns[guess.index], guess.by.value, guess.samples))
    return found


def _currency() -> str:
    return str(Setting.read("currency", "")) if Import.objects.settled() else ""


def _presets() -> Path:
    return Path(settings.HOME) / "presets"


def _language() -> str:
    return (get_language() or "de")[:2]
