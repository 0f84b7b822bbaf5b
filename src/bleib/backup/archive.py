"""The file a backup is: a tar archive whose last member, the manifest, lists all others with their digests."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from bleib.kernel.errors import BleibError

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20
SAID = {"bleib", "files", "made_at", "migrations", "tables"}


@dataclass
class Writer:
    """Adds files; the manifest comes last, so that an archive that was cut off is known by its absence."""

    tar: tarfile.TarFile
    digests: dict[str, str] = field(default_factory=dict)

    def add(self, file: Path, name: str) -> None:
        """Put `file` into the archive as `name`."""
        self.digests[name] = digest(file)
        self.tar.add(file, arcname=name, recursive=False)


@contextmanager
def writing(path: Path, manifest: dict[str, Any]) -> Iterator[Writer]:
    """Write an archive to `path`; it appears there only when it is complete. Only its owner may read it.

    Raises BleibError where a file is in the way.
    """
    if path.exists():
        raise BleibError(f"{path} is there already. Name another file; a backup never replaces one.")
    partial = path.with_name(f"{path.name}.partial")
    try:
        with os.fdopen(_private(partial), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
                writer = Writer(tar)
                yield writer
                _add_text(tar, MANIFEST, json.dumps({**manifest, "format": FORMAT, "files": writer.digests}, indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def unpack(path: Path, into: Path) -> Mapping[str, Any]:
    """Unpack an archive and check every file against the manifest, which is returned.

    Raises BleibError for what is no backup, was cut off or was changed; `into` may then hold part of it.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            tar.extractall(into, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BleibError(f"{path} is no backup of Bleib, or it was cut off: {error}") from error
    manifest = _manifest(path, into)
    wrong = [name for name, told in manifest["files"].items() if digest(into / name) != told]
    if wrong:
        raise BleibError(f"{path} was changed or damaged: {wrong[0]} is not what was saved. Use another backup.")
    return manifest


def digest(file: Path) -> str:
    """SHA-256 of a file; of one that is not there, nothing."""
    found = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                found.update(chunk)
    except FileNotFoundError:
        return ""
    return found.hexdigest()


def _manifest(path: Path, into: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((into / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BleibError(f"{path} is no backup of Bleib, or it was cut off: its manifest is missing.") from error
    if not isinstance(manifest, dict) or "format" not in manifest:
        raise BleibError(f"{path} is no backup of Bleib: its manifest is something else.")
    if manifest["format"] != FORMAT:
        raise BleibError(f"{path} was written by a newer Bleib (format {manifest['format']}). Update first.")
    if missing := SAID - manifest.keys():
        raise BleibError(f"{path} was changed or damaged: its manifest lacks {min(missing)}. Use another backup.")
    return manifest


def _private(path: Path) -> int:
    """A new file that only its owner may read."""
    path.unlink(missing_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    tar.addfile(member, BytesIO(content))
