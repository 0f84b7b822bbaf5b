"""Importing: files into the history of an installation, once, whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from bleib.history import journal
from bleib.history.journal import ImportResult
from bleib.history.sources.opening import InputFile, find_files
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.sources.rejects import write as write_rejects
from bleib.history.state import open_state
from bleib.kernel.errors import BleibError

CHUNK = 1 << 22
REJECTS = Path("rejects")


def settled(home: Path, options: ReadOptions) -> ReadOptions:
    """The options with what the installation has settled: its currency and its list of codes that are no goods.

    Raises BleibError where another currency is asked for than the installation counts in.
    """
    with open_state(home) as state:
        currency = state.setting("currency")
        non_goods = state.setting("non_goods", [])
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
) -> ImportResult:
    """Import what `reading` has looked at. The same files and options again change nothing.

    Raises BleibError where nothing was usable; then nothing was changed.
    """
    files = find_files(arguments)
    label = ", ".join(file.name for file in files[:3]) + (f" (+{len(files) - 3})" if len(files) > 3 else "")
    options = _options(reading)
    mark = fingerprint(files, options)
    with journal.importing(home, fingerprint=mark, label=label, options=options, now=now) as entry:
        if entry.result is None:
            reading.read()
            _settle(home, reading)
            watch(label)
            with _reject_file(home, entry.id, reading, lang=lang) as rejects:
                entry.record(reading.connection, counts=reading.counts, now=now, rejects=rejects)
    if entry.result is None:
        raise AssertionError("The journal was closed without a result.")
    return entry.result


def fingerprint(files: Sequence[InputFile], options: dict[str, object]) -> str:
    """What makes two imports the same: the bytes of the files, whatever they are called, and how they are read."""
    digest = hashlib.sha256(json.dumps(options, sort_keys=True).encode())
    for content in sorted(_digest(file.path) for file in files):
        digest.update(content)
    return digest.hexdigest()


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.digest()


def _options(reading: Reading) -> dict[str, object]:
    """What the facts depend on besides the files. The installation's currency is not the import's own."""
    told = asdict(reading.options)
    return {key: dict(value) if key == "columns" else value for key, value in told.items() if key != "currency"}


def _settle(home: Path, reading: Reading) -> None:
    """The first import settles the currency; product codes that are no goods are kept for later ones."""
    with open_state(home) as state, state.transaction():
        if state.setting("currency") is None:
            state.set_setting("currency", reading.currency)
        if reading.options.non_goods:
            state.set_setting("non_goods", sorted(reading.options.non_goods))


@contextmanager
def _reject_file(home: Path, import_id: int, reading: Reading, *, lang: str) -> Iterator[str | None]:
    """The reject file's path below `home`, if there is anything to reject. It goes where the import fails."""
    if not reading.counts.rejected:
        yield None
        return
    relative = REJECTS / f"import-{import_id}.csv"
    (home / REJECTS).mkdir(parents=True, exist_ok=True)
    try:
        write_rejects(home / relative, reading.rejects(), lang)
        yield str(relative)
    except BaseException:
        (home / relative).unlink(missing_ok=True)
        raise
