"""What files are about: orders, or something else that happened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bleib.history.events.plan import kinds_of
from bleib.history.events.reading import Contracts, EventReading, nothing_known
from bleib.history.events.registry import KINDS
from bleib.history.sources.keys import KEYS as OF_ORDERS
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.plan import take_sample, tells_orders
from bleib.history.sources.reading import Reading
from bleib.history.sources.recognise import recognise
from bleib.history.sources.tables import RawTable
from bleib.kernel.errors import BleibError, UsageError

ORDER = "order"
NAMES = (ORDER, *KINDS)
# Everything that --map may name for files that are no orders.
KEYS = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind.names))


def look(
    arguments: Sequence[str],
    options: ReadOptions,
    *,
    now: datetime,
    kind: str | None,
    guessed: Collection[str] = tuple(KINDS),
    contracts: Contracts = nothing_known,
) -> Reading:
    """A reading that has looked at the files: of orders, or an EventReading where `kind` or the headings say so.

    `guessed`: the kinds that headings may say. `contracts`: see EventReading. Raises as `Reading.look`.
    """
    reading = Reading(options, now=now)
    try:
        tables = reading.open(arguments)
        if _tell_orders(reading, tables, guessed) if kind is None else kind == ORDER:
            _require_keys(options)
            _plan_orders(reading, tables, hint=kind is None and guessed == tuple(KINDS))
        else:
            noted = reading.notes
            reading = EventReading(options, now=now, kind=kind, contracts=contracts, desk=reading.desk)
            reading.notes += noted
            reading.plan(tables)
    except BaseException:
        reading.close()
        raise
    return reading


def _tell_orders(reading: Reading, tables: Sequence[RawTable], guessed: Collection[str]) -> bool:
    """Yes, unless the headings of a table say otherwise and no other table is one of orders."""
    found = kinds_of(reading.connection, tables)
    kinds = [each if each is not None and each.name in guessed else None for each in found]
    others = [table for table, kind in zip(tables, kinds, strict=True) if kind is None]
    samples = (take_sample(reading.connection, table) for table in others)
    return not any(kinds) or any(tells_orders(recognise(sample, {})) for sample in samples)


def _plan_orders(reading: Reading, tables: Sequence[RawTable], *, hint: bool) -> None:
    """What is no table of orders may be one of something else; nobody but the user knows."""
    try:
        reading.plan(tables)
    except BleibError as error:
        if not hint or type(error) is not BleibError:
            raise
        raise BleibError(f"{error} If these are no orders, say --kind: {', '.join(KINDS)}.") from error


def _require_keys(options: ReadOptions) -> None:
    for key, column in options.columns.items():
        if key not in OF_ORDERS:
            raise UsageError(
                f"--map {key}={column}: orders have no such key, but {', '.join(OF_ORDERS)}. If these files are no "
                f"orders, say what they are with --kind, which is one of: {', '.join(KINDS)}."
            )
