"""The lake as it is at one instant, file by file, so that it can be copied while others append."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bleib.history.lake import Lake

LOG = "facts/_delta_log"


@dataclass(frozen=True)
class LakeFiles:
    """One version of the lake: which files make it up, relative to the installation's folder."""

    version: int
    data: tuple[str, ...]
    log: tuple[str, ...]


def lake_files(home: Path) -> LakeFiles:
    """The newest version's files. Whoever copies them holds the lease `lake`, so that none is deleted meanwhile.

    The log's pointer to its last checkpoint is left out: it may point past this version, and readers do without.
    """
    snapshot = Lake(home).snapshot()
    data = tuple(f"facts/{file.relative}" for file in snapshot.files)
    return LakeFiles(snapshot.version, data, tuple(_log(home, snapshot.version)))


def _log(home: Path, version: int) -> Iterator[str]:
    for file in sorted((home / LOG).glob("*")):
        number = file.name.split(".")[0]
        if number.isdigit() and int(number) <= version:
            yield f"{LOG}/{file.name}"
