"""A database that is asked: one connection, one read-only transaction, rows as they come, rolled back at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from bleib.kernel.errors import BleibError
from bleib.pulls.encrypting import encrypted
from bleib.pulls.places import SqlPlace
from bleib.pulls.selecting import bound, check

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, CursorResult

BATCH = 10_000
SAID = 300  # characters of what the database said

Batches = Iterator[Sequence[Sequence[Any]]]


class Refused(BleibError):
    """The database could not be reached, or would not answer."""


@contextmanager
def asked(place: SqlPlace, password: str, values: Mapping[str, Any]) -> Iterator[tuple[Sequence[str], Batches]]:
    """Headings, and rows in batches, as long as the block lasts. Raises NotAllowed, BadQuery or Refused."""
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    place.check()
    check(place.query, place.kind, column=place.column)
    try:
        with _connected(place, password) as connection:
            found = connection.execution_options(stream_results=True, max_row_buffer=BATCH).execute(
                text(bound(place.query)).bindparams(**values)
            )
            yield _headings(found), ([tuple(row) for row in rows] for rows in found.partitions(BATCH))
    except SQLAlchemyError as error:
        raise Refused(_refusal(error)) from None


@contextmanager
def _connected(place: SqlPlace, password: str) -> Iterator[Connection]:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    engine = create_engine(
        _url(place, password),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={**place.kind.options, **encrypted(place)},
    )
    with engine.connect() as plain:
        connection = plain.execution_options(**place.kind.execution)
        for statement in place.kind.begin:
            connection.exec_driver_sql(statement)
        try:
            yield connection
        finally:
            connection.rollback()


def _url(place: SqlPlace, password: str) -> URL:
    from sqlalchemy import URL

    if place.kind.of_files:
        return URL.create("sqlite", database=f"file:{quote(place.database)}", query={"mode": "ro", "uri": "true"})
    named = {"service_name": place.database} if place.dialect == "oracle" else {}
    return URL.create(
        place.kind.driver,
        username=place.user or None,
        password=password or None,
        host=place.host,
        port=place.port or place.kind.port,
        database=None if named else place.database,
        query=named,
    )


def _headings(found: CursorResult[Any]) -> Sequence[str]:
    names = [str(name) for name in found.keys()]  # noqa: SIM118 - a result is no mapping
    if len({name.casefold() for name in names}) < len(names):
        raise Refused(_("Two columns of the answer have the same name. Name them apart: SELECT a.nr AS order_number …"))
    return names


def _refusal(error: Exception) -> str:
    """What the database said, on one line; the address and the password are not in it."""
    said = str(getattr(error, "orig", None) or error)
    first = " ".join(said.split())[:SAID]
    return _("The database did not answer as hoped. It said: %(said)s") % {"said": first}
