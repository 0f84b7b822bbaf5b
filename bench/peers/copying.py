"""PostgreSQL's own COPY of files into tables: `python -m bench.peers.copying URL TABLE=FILE...`."""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg
from psycopg import sql

CHUNK = 1 << 20


def copy(url: str, files: dict[str, Path]) -> None:
    """All files, the first line of each says the columns, in one transaction."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for table, path in files.items():
            with path.open("rb") as stream:
                heading = stream.readline().decode().strip()
                delimiter = ";" if ";" in heading else ","
                columns = sql.SQL(", ").join(map(sql.Identifier, heading.split(delimiter)))
                statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, DELIMITER {})").format(
                    sql.Identifier(table), columns, sql.Literal(delimiter)
                )
                with cursor.copy(statement) as copying:
                    while chunk := stream.read(CHUNK):
                        copying.write(chunk)


if __name__ == "__main__":
    copy(sys.argv[1], {table: Path(path) for table, _, path in (each.partition("=") for each in sys.argv[2:])})
