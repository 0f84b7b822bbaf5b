"""Importing: files into the history of an installation, once, whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from django.db.models import Model

from bleib.history import journal
from bleib.history.journal import ImportResult
from bleib.history.models import Import, Setting
from bleib.history.sources.opening import InputFile, find_files
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.sources.rejects import write as write_rejects
from bleib.history.torn import refuse_torn
from bleib.kernel.errors import BleibError

CHUNK = 1 << 22
REJECTS = Path("rejects")


def settled(home: Path, options: ReadOptions) -> ReadOptions:
    """The options with what the installation has settled: its currency and its list of codes that are no goods.

    Raises BleibError where another currency is asked for than the installation counts in.
    """
    refuse_torn(home)
    # As long as nothing is imported, nothing is settled: an import that failed or was undone binds nobody.
    currency = Setting.read("currency") if Import.objects.settled() else None
    non_goods = Setting.read("non_goods", [])
    if currency and options.currency and options.currency != currency:
        raise BleibError(
            f"This installation counts in {currency}, but --currency says {options.currency}. Convert the amounts, or "
            "import them into a folder of their own with --home."
        )
    return replace(options, currency=currency or options.currency, non_goods=options.non_goods or tuple(non_goods))


def import_files(
    home: Path,
    reading: Reading,
    arguments: Sequence[str],
    *,
    now: datetime,
    lang: str,
    watch: Callable[[str], None],
    by: Model | None = None,
) -> ImportResult:
    """Import what `reading` has looked at. The same files and options again change nothing.

    Raises BleibError where nothing was usable; then nothing was changed.
    """
    files = find_files(arguments)
    label = ", ".join(file.name for file in files[:3]) + (f" (+{len(files) - 3})" if len(files) > 3 else "")
    options = told(reading)
    mark = fingerprint(files, options)
    try:
        with journal.importing(home, fingerprint=mark, label=label, options=options, now=now, by=by) as entry:
            if entry.result is None:
                reading.read()
                _settle_currency(reading)
                watch(label)
                entry.row.sources = [(note.name, note.rows, note.role, asdict(note.note)) for note in reading.notes]
                rejects = _save_rejects(home, entry.id, reading, lang=lang)
                entry.record(reading.connection, counts=reading.counts, now=now, rejects=rejects)
    except BaseException:
        _drop_stray_rejects(home)
        raise
    if entry.result is None:
        raise AssertionError("The journal was closed without a result.")
    _settle_non_goods(reading.options.non_goods)
    return entry.result


def fingerprint(files: Sequence[InputFile], options: dict[str, object]) -> str:
    """What makes two imports the same: the bytes of the files, whatever they are called, and how they are read.

    In their order, because a later file corrects an earlier one.
    """
    digest = hashlib.sha256(json.dumps(options, sort_keys=True).encode())
    for file in files:
        digest.update(_digest(file.path))
    return digest.hexdigest()


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.digest()


def told(reading: Reading) -> dict[str, object]:
    """What the facts depend on besides the files. Currency and non-goods are the installation's, not the import's."""
    said = {**asdict(reading.options), **reading.asked}
    return {
        key: dict(value) if key == "columns" else value
        for key, value in said.items()
        if key not in ("currency", "non_goods")
    }


def _settle_currency(reading: Reading) -> None:
    """The first import of anything worth money settles the currency, before its facts can be read."""
    if not Import.objects.settled():
        Setting.objects.filter(name="currency").delete()  # of imports that were undone
    if reading.has_amounts and Setting.read("currency") is None:
        Setting.write("currency", reading.currency)


def _settle_non_goods(codes: Sequence[str]) -> None:
    """Product codes that are no goods hold for all imports, past and future."""
    if codes:
        Setting.write("non_goods", sorted(codes))


def _save_rejects(home: Path, import_id: int, reading: Reading, *, lang: str) -> str | None:
    """The reject file's path below `home`, if there is anything to reject."""
    if not reading.counts.rejected:
        return None
    relative = REJECTS / f"import-{import_id}.csv"
    (home / REJECTS).mkdir(parents=True, exist_ok=True)
    write_rejects(home / relative, reading.rejects(), lang)
    return str(relative)


def _drop_stray_rejects(home: Path) -> None:
    """Reject files of imports that came to nothing."""
    known = {f"import-{number}.csv" for number in Import.objects.values_list("pk", flat=True)}
    for file in (home / REJECTS).glob("import-*.csv"):
        if file.name not in known:
            file.unlink(missing_ok=True)
