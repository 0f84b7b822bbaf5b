"""Looking for a person everywhere an installation keeps anything: every table, every file, packed or not."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection

Place = str


def traces(marks: tuple[str, ...], *folders: Path) -> set[Place]:
    """Where one of the marks stands: `table.column` and `file below its folder`."""
    wanted = [mark.casefold().encode() for mark in marks]
    places = (*_rows(), *_database_files(), *(place for folder in folders for place in _files(folder)))
    return {place for place, content in places if any(mark in content.lower() for mark in wanted)}


def _rows() -> Iterator[tuple[Place, bytes]]:
    """Every value of every table, as the database has it; what is signed or packed is opened."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((f"{table}.{name}", _opened(value)) for name, value in zip(columns, row, strict=True))
    for session in apps.get_model("sessions.Session").objects.all():
        yield "django_session.session_data", _said(session)


def _said(session: Session) -> bytes:
    return json.dumps(session.get_decoded(), ensure_ascii=False, default=str).encode()


def _database_files() -> Iterator[tuple[Place, bytes]]:
    """The bytes of SQLite's files: deleted rows are in them longer than in any table."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        for file in name.parent.glob(f"{name.name}*"):
            yield f"bytes of {file.name.removeprefix(name.name) or 'the database'}", file.read_bytes()


def _files(folder: Path) -> Iterator[tuple[Place, bytes]]:
    for file in sorted(folder.rglob("*")):
        place = str(file.relative_to(folder))
        yield f"name of {place}", place.encode()
        if file.is_file():
            yield place, _opened(file.read_bytes())


def _opened(value: Any) -> bytes:
    """A value with all that is packed in it: Parquet, gzip, tar."""
    if not isinstance(value, bytes | memoryview):
        return str(value).encode()
    content = bytes(value)
    if content[:4] == b"PAR1":
        table = pq.read_table(io.BytesIO(content), partitioning=None)
        return content + str(table.to_pydict()).encode()
    if content[:2] == b"\x1f\x8b":
        return content + _opened(gzip.decompress(content))
    if content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            members = (archive.extractfile(member) for member in archive)
            return content + b"".join(_opened(member.read()) for member in members if member)
    return content
