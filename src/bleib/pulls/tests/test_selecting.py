"""Only one SELECT is sent to somebody's database."""

from __future__ import annotations

import pytest

from bleib.pulls.dialects import DIALECTS
from bleib.pulls.selecting import BadQuery, bound, check

READS = [
    ("mssql", "SELECT TOP 10 [Beleg Nr] FROM dbo.Belege WITH (NOLOCK) WHERE Datum >= :since"),
    ("mssql", "WITH a AS (SELECT * FROM x) SELECT * FROM a JOIN y ON a.id = y.id WHERE a.stand >= :since ORDER BY 1"),
    ("mysql", "SELECT `nr`, DATE_FORMAT(d, '%d.%m.%Y %H:%i') AS Datum FROM orders WHERE d >= :since;"),
    ("postgresql", "SELECT nr::text, d AT TIME ZONE 'UTC' AS d FROM o WHERE d >= :since UNION ALL SELECT nr, d FROM p"),
    ("oracle", "SELECT nr, TO_CHAR(d, 'YYYY-MM-DD') AS d FROM orders o WHERE o.d >= :since"),
    ("sqlite", "select * from orders where d >= :since"),
    ("mssql", "SELECT [delete], 'EXEC x' AS word /* drop */ FROM orders WHERE d >= :since ORDER BY 1 OFFSET 5 ROWS"),
    ("postgresql", "SELECT 'pg_read_file' AS word FROM o WHERE d >= :since"),
]
WRITES = [
    ("mssql", "SELECT * INTO copy FROM orders WHERE d >= :since"),
    ("mssql", "SELECT :since; DROP TABLE orders"),
    ("mssql", "EXEC xp_cmdshell 'dir'"),
    ("mssql", "SELECT 1 DELETE FROM orders WHERE d >= :since"),
    ("mssql", "SELECT :since SHUTDOWN"),
    ("mssql", "SELECT * FROM OPENQUERY(other, 'delete from x') WHERE d >= :since"),
    ("mysql", "SELECT :since /*! INTO OUTFILE '/tmp/x' */"),
    ("mysql", "SELECT :since /*M!100000 FOR UPDATE */"),
    ("mysql", "SELECT LOAD_FILE('/etc/passwd') WHERE d >= :since"),
    ("postgresql", "SELECT pg_catalog.pg_read_file('/etc/passwd') WHERE d >= :since"),
    ("postgresql", "SELECT U&\"pg\\005fread_file\"('/etc/passwd') WHERE d >= :since"),
    ("postgresql", "SELECT \"dblink_exec\"('host=x', 'delete from y') WHERE d >= :since"),
    ("oracle", "SELECT utl_http.request('http://inside/') FROM dual WHERE d >= :since"),
    ("mssql", "UPDATE orders SET d = :since"),
    ("mysql", "SELECT * FROM orders WHERE d >= :since FOR UPDATE"),
    ("mysql", "SELECT * FROM orders WHERE d >= :since INTO OUTFILE '/tmp/x'"),
    ("mysql", "DELETE FROM orders WHERE d >= :since"),
    ("postgresql", "WITH gone AS (DELETE FROM o WHERE d >= :since RETURNING *) SELECT * FROM gone"),
    ("postgresql", "COPY o TO PROGRAM 'sh'"),
    ("postgresql", "SELECT 1; SELECT :since"),
    ("postgresql", "SET ROLE admin"),
    ("oracle", "BEGIN NULL; END;"),
    ("oracle", "MERGE INTO a USING b ON (a.i = b.i) WHEN MATCHED THEN UPDATE SET a.d = :since"),
    ("sqlite", "ATTACH 'other.db' AS o"),
    ("sqlite", "PRAGMA writable_schema = 1"),
    ("sqlite", ""),
    ("sqlite", "select (((" * 50),
]


@pytest.mark.parametrize(("dialect", "query"), READS)
def test_a_query_that_reads_is_taken(dialect, query):
    check(query, DIALECTS[dialect], column="d")


@pytest.mark.parametrize(("dialect", "query"), WRITES)
def test_whatever_else_is_refused(dialect, query):
    with pytest.raises(BadQuery):
        check(query, DIALECTS[dialect], column="d")


@pytest.mark.parametrize(("query", "column"), [("select 1", "d"), ("select :since", "")])
def test_a_column_and_since_belong_together(query, column):
    with pytest.raises(BadQuery, match="since"):
        check(query, DIALECTS["sqlite"], column=column)


def test_only_since_is_filled_in():
    assert (
        bound("select a::text, ':x', 'at 10:30' where d > :since;")
        == r"select a::text, '\:x', 'at 10:30' where d > :since"
    )
