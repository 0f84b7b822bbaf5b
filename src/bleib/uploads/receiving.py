"""Taking files over from a browser: straight to disk, readable by nobody else, never more than the limit.

Nothing that the browser says becomes a path: a file's name is cleaned, its folder has a random one.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler

from bleib.accounts.models import User
from bleib.accounts.roles import Action
from bleib.uploads.models import Topic, Upload
from bleib.uploads.models.upload import FOLDER

MOST_BYTES = 4 << 30  # in one go
MOST_FILES = 1_000
SPARE_BYTES = 1 << 30  # what the disk has to keep for everything else
LONGEST_NAME = 120  # bytes; a file system takes 255
ARRIVING = "arriving"
VIEW = "upload"  # the only address that takes files


class Arriving(TemporaryUploadedFile):
    """A file on its way, on the disk on which it will stay: moving it there costs nothing."""

    def __init__(self, name: str, content_type: str, *, charset: str = "", extra: Any = None) -> None:
        folder = _private(Path(settings.HOME) / FOLDER / ARRIVING)
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=folder)  # noqa: SIM115 - closed by the request
        UploadedFile.__init__(self, file, name, content_type, 0, charset, extra)


class Receiver(TemporaryFileUploadHandler):
    """Takes files only where they are asked for and from who may import; `request.refused` says why it took none."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:  # noqa: ARG002, N803
        self._coming, self._files = content_length, 0

    def new_file(self, *arguments: Any, **named: Any) -> None:
        super(TemporaryFileUploadHandler, self).new_file(*arguments, **named)
        request: Any = self.request
        if not _is_welcome(request):
            raise SkipFile
        self._files += 1
        request.refused = "too many" if self._files > MOST_FILES else _refused(self._coming)
        if request.refused:
            raise StopUpload(connection_reset=False)
        assert self.file_name is not None
        self.file: Any = Arriving(
            self.file_name, self.content_type or "", charset=self.charset or "", extra=self.content_type_extra
        )


def keep(files: Sequence[Any], *, topic: Topic, by: User, now: datetime) -> Upload:
    """Move what arrived into a folder of its own and note it."""
    upload = Upload(by=by, topic=topic, created_at=now)
    folder = room(upload)
    upload.names = list(apart([clean(file.name) for file in files]))
    for file, name in zip(files, upload.names, strict=True):
        Path(file.temporary_file_path()).replace(folder / name)
        file.close()
    upload.size = sum((folder / name).stat().st_size for name in upload.names)
    upload.save()
    return upload


def room(upload: Upload) -> Path:
    """The folder for an upload's files, which only this user opens."""
    return _private(upload.folder / "files")


def discard(upload: Upload) -> None:
    """The files and what was found out about them go; the row stays."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def clean(name: str) -> str:
    """A browser's name of a file as a name on our disk: no folders, no control characters, not too long."""
    last = re.split(r"[/\\]", normalize("NFC", name))[-1]
    plain = "".join(each for each in last if category(each)[0] != "C").strip().lstrip(".")
    stem, dot, ending = plain.rpartition(".") if "." in plain else (plain, "", "")
    room = LONGEST_NAME - len(os.fsencode(dot + ending[:12]))
    short = os.fsencode(stem)[:room].decode("utf-8", errors="ignore").strip()
    return f"{short or 'file'}{dot}{ending[:12]}"


def apart(names: Sequence[str]) -> Iterator[str]:
    """Two files of the same name keep both."""
    taken: set[str] = set()
    for name in names:
        stem, dot, ending = name.partition(".")
        number, candidate = 2, name
        while candidate.casefold() in taken:
            candidate, number = f"{stem} ({number}){dot}{ending}", number + 1
        taken.add(candidate.casefold())
        yield candidate


def _refused(coming: int) -> str:
    """Why this many bytes are not taken; empty where they are."""
    if coming > MOST_BYTES:
        return "too large"
    free = shutil.disk_usage(_private(Path(settings.HOME) / FOLDER)).free
    return "disk full" if coming + SPARE_BYTES > free else ""


def _is_welcome(request: Any) -> bool:
    match, user = request.resolver_match, getattr(request, "user", None)
    return match is not None and match.view_name == VIEW and isinstance(user, User) and user.may(Action.IMPORT)


def _private(folder: Path) -> Path:
    """A folder that only this user opens, and so are those above it up to the uploads' own."""
    folder.mkdir(parents=True, exist_ok=True)
    top = Path(settings.HOME) / FOLDER
    for each in (top, *(parent for parent in (folder, *folder.parents) if top in parent.parents)):
        with suppress(PermissionError):
            each.chmod(0o700)
    return folder
