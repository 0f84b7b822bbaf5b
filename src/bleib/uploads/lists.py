"""Uploads of customers, contacts, products and contracts that are looked after: looked at, tried out, imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from bleib.customers.api import import_customers
from bleib.customers.importing.keys import recognised
from bleib.customers.importing.opening import open_tables
from bleib.customers.importing.own_fields import labels as own_labels
from bleib.customers.importing.plan import KEYS_OF, Kind, TablePlan
from bleib.customers.importing.presets import PRESETS, find_preset
from bleib.customers.importing.rejects import write as write_rejects
from bleib.customers.models import CustomerImport
from bleib.history.sources.options import AmbiguousDates, DateOrder, ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.sources.tables import RawTable, TableReader
from bleib.kernel.errors import BleibError
from bleib.kernel.scratch import scratch_folder
from bleib.uploads import findings
from bleib.uploads.heads import heads
from bleib.uploads.labels import LABELS
from bleib.uploads.models import Upload
from bleib.uploads.progress import Progress
from bleib.uploads.seen import SHOWN_ROWS, Choice, Seen, SeenTable, headings_of
from bleib.uploads.sentences import on_a_page
from bleib.uploads.wishes import Wishes


def look(files: Sequence[Path], wishes: Wishes, *, now: datetime) -> Seen:
    """The columns as they would be read, with a sample. Raises BleibError where a file is no table at all."""
    try:
        return _looked(files, wishes, now=now)
    except AmbiguousDates as question:
        seen = _looked(files, replace(wishes, dates=DateOrder.DAY_FIRST.value), now=now)
        return replace(seen, dates=question.sample)
    except BleibError as error:
        return _guessed(files, wishes, problem=on_a_page(error), now=now)


def try_out(upload: Upload, progress: Progress, *, now: datetime) -> dict[str, Any]:
    """What would change, as `findings` keep it. Raises BleibError where nothing is usable."""
    result = _import(upload, progress, now=now, dry_run=True)
    if result.rejects:
        write_rejects(upload.folder / findings.REJECTS, result.rejects, lang=_language())
    shown = [vars(each) | {"sentence": each.sentence(_language())} for each in result.rejects[:20]]
    return {
        "counts": result.counts,
        "changes": [list(change) for change in result.changes],
        "created": list(result.created),
        "rejects": shown,
    }


def bring_in(upload: Upload, progress: Progress, *, now: datetime) -> int:
    """The number of the import. What was done by a call that was killed is found, not done again."""

    def note(run: CustomerImport) -> None:
        Upload.objects.filter(pk=upload.pk).update(number=run.pk)

    if upload.number is not None:
        return upload.number
    result = _import(upload, progress, now=now, note=note)
    assert result.run is not None
    return result.run.pk


def programs() -> Sequence[tuple[str, str]]:
    """Programs whose exports are known: name, and what it is called."""
    return [(each.name, each.label) for each in PRESETS.values() if each.name != "generic"]


def all_labels() -> dict[str, str]:
    """What each key of a list of customers, contracts or products is called."""
    return {key: str(label) for key, label in LABELS.items()} | own_labels()


def _import(upload: Upload, progress: Progress, *, now: datetime, **how: Any) -> Any:
    def watch(name: str) -> None:
        progress.say("reading" if name else "writing", name=name)

    files, wishes = [str(file) for file in upload.files], Wishes.of(upload.wishes)
    return import_customers(
        files, wishes=wishes.of_customers(), now=now, actor=upload.by, lang=_language(), watch=watch, **how
    )


def _looked(files: Sequence[Path], wishes: Wishes, *, now: datetime) -> Seen:
    with scratch_folder() as folder, Reading(ReadOptions(), now=now) as reading:
        scratch = Path(folder)
        reader = TableReader(reading.connection, scratch)
        paths = heads(files, scratch)
        plans = open_tables(reader, reading.connection, paths, scratch=scratch, wishes=wishes.of_customers())
        labels = _labels(plans[0].kind)
        return Seen(
            kind=str(plans[0].kind),
            tables=[_table(reading, plan, labels) for plan in plans],
            choices=[_choice(plans[0], key, label) for key, label in labels.items()],
            headings=headings_of([plan.table.columns for plan in plans]),
            labels=labels,
        )


def _guessed(files: Sequence[Path], wishes: Wishes, *, problem: str, now: datetime) -> Seen:
    """What can be said of tables that cannot be read as they are wished for. Raises BleibError if they are none."""
    kind = Kind(wishes.kind or Kind.CUSTOMERS)
    labels = _labels(kind)
    with scratch_folder() as folder, Reading(ReadOptions(), now=now) as reading:
        try:
            tables = reading.open(heads(files, Path(folder)))
        except BleibError as error:
            raise BleibError(on_a_page(error)) from error
        plan = TablePlan(tables[0], kind, find_preset(tables[0].columns, None), _columns(tables[0], wishes))
        return Seen(
            kind=str(kind),
            tables=[_table(reading, plan, labels)],
            choices=[_choice(plan, key, label) for key, label in labels.items()],
            headings=headings_of([table.columns for table in tables]),
            problem=problem,
            labels=labels,
        )


def _columns(table: RawTable, wishes: Wishes) -> dict[str, int]:
    try:
        return recognised(table.columns, wishes.columns, {})
    except BleibError:  # a column that was wished for is not there; what is wrong is told already
        return recognised(table.columns, {}, {})


def _labels(kind: Kind) -> dict[str, str]:
    found = {key: str(label) for key, label in LABELS.items() if key in KEYS_OF[kind]}
    return found | own_labels() if kind is Kind.CUSTOMERS else found


def _choice(plan: TablePlan, key: str, label: str) -> Choice:
    if key not in plan.says and key not in plan.own:
        return Choice(key, label)
    return Choice(key, label, plan.heading(key), "preset" if plan.preset.name != "generic" else "heading")


def _table(reading: Reading, plan: TablePlan, labels: dict[str, str]) -> SeenTable:
    said = [""] * len(plan.table.columns)
    own = {key: index for key, (_field, index) in plan.own.items()}
    for key, index in (dict(plan.columns) | own).items():
        said[index] = ", ".join(filter(None, (said[index], labels.get(key, key))))
    columns = ", ".join(f"c{number}" for number in range(len(said)))
    rows = reading.connection.execute(f"SELECT {columns} FROM {plan.table.relation} LIMIT {SHOWN_ROWS}").fetchall()
    shown = [tuple("" if value is None else str(value) for value in row) for row in rows]
    unused = [name for name, key in zip(plan.table.columns, said, strict=True) if not key]
    return SeenTable(plan.table.name, str(plan.kind), plan.table.columns, said, shown, unused)


def _language() -> str:
    return (get_language() or "de")[:2]
