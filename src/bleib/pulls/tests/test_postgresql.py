"""A real PostgreSQL server is read as it is: types, a large answer in batches, and nothing but reading."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pyarrow.parquet as pq
import pytest

from bleib.history.models import Import
from bleib.pulls.api import Pull, SqlPlace, Wanted, add_pull, run_pull, switch_on
from bleib.pulls.fetching import fetch
from bleib.pulls.tests.places import imported
from bleib.uploads.api import Topic
from tests import postgres

pytestmark = [pytest.mark.database, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SCHEMA = """
create table orders (
    nr integer, placed_at timestamptz, customer text, amount numeric(12, 2), paid boolean, due date, note text,
    id uuid default gen_random_uuid(), changed_at timestamp
);
insert into orders
select n, timestamptz '2025-01-01 10:00+01' + n * interval '10 minutes', 'K' || n % 50, n * 1.25, n % 2 = 0,
    date '2025-02-01', null, gen_random_uuid(), timestamp '2025-01-01' + n * interval '1 minute'
from generate_series(1, 30000) as n;
create table written (n integer);
create function sneak() returns integer language sql volatile as 'insert into written values (1) returning 1';
"""
QUERY = """
select nr as "Belegnr", placed_at as "Datum", customer as "Kundennr", amount as "Betrag", paid, due, note, id,
    changed_at
from orders where changed_at >= :since order by nr
"""


@pytest.fixture(scope="module")
def erp() -> Iterator[str]:
    """The folder of the server's socket, with orders in its database."""
    with postgres.server() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(SCHEMA)
        yield url


@pytest.fixture
def place(erp, settings) -> Callable[..., SqlPlace]:
    host = unquote(urlsplit(erp).netloc.rpartition("@")[2])
    settings.PULL_HOSTS = [host]

    def make(query: str = QUERY, column: str = "changed_at") -> SqlPlace:
        return SqlPlace("postgresql", query, "bleib", host=host, user="bleib", column=column)

    return make


def said(erp: str, statement: str) -> list[tuple]:
    with psycopg.connect(erp, autocommit=True) as connection:
        return connection.execute(statement).fetchall()


def test_a_table_comes_in_and_then_what_is_new(place, erp, anna, now):
    pull = add_pull(Wanted("ERP", Topic.HISTORY, place()), by=anna, now=now)
    switch_on(pull, by=anna, now=now)
    assert run_pull(pull=pull.pk, now=now) == 1
    assert imported() == [(30_000, 0)]
    first = Import.objects.get()
    assert (str(first.first_day), first.counted.read) == ("2025-01-01", 30_000)
    with psycopg.connect(erp, autocommit=True) as connection:
        connection.execute("insert into orders (nr, placed_at, customer, amount, changed_at) "
                           "values (30001, now(), 'K1', 5, timestamp '2025-02-01')")  # fmt: skip
    assert run_pull(pull=pull.pk, now=now) == 1
    assert imported()[1] == (1, 0)


def test_types_stay_what_they_are(place, tmp_path, now):
    file = tmp_path / "orders.parquet"
    fetched = fetch(place(QUERY.replace("where", "where nr <= 30000 and")), "", file, watermark="", now=now)
    told = {field.name: str(field.type) for field in pq.read_schema(file)}
    assert (told["Belegnr"], told["Betrag"], told["paid"], told["due"]) == (
        "int64", "decimal128(38, 2)", "bool", "date32[day]",
    )  # fmt: skip
    assert told["changed_at"] == "timestamp[us]"
    assert fetched.watermark.startswith("2025-01-21T20:00")


def test_memory_does_not_grow_with_the_answer(place, tmp_path, now):
    wide = "select nr, repeat('x', 500) as filler from orders, generate_series(1, 5) as again where nr <= 30000"
    tracemalloc.start()
    fetched = fetch(place(wide, ""), "", tmp_path / "wide.parquet", watermark="", now=now)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert fetched.rows == 150_000  # 75 MB of filler
    assert peak < 45_000_000


def test_a_function_that_writes_is_refused_by_the_server(place, erp, anna, now):
    pull = add_pull(Wanted("ERP", Topic.HISTORY, place("select sneak() as n", "")), by=anna, now=now)
    switch_on(pull, by=anna, now=now)
    run_pull(pull=pull.pk, now=now)
    assert "read-only transaction" in Pull.objects.get().runs.get().problem
    assert said(erp, "select count(*) from written") == [(0,)]


def test_a_part_with_other_types_becomes_one_file(place, tmp_path: Path, now):
    mixed = "select n, case when n > 15000 then n + 0.5 end as amount from generate_series(1, 30000) as n"
    file = tmp_path / "mixed.parquet"
    assert fetch(place(mixed, ""), "", file, watermark="", now=now).rows == 30_000
    table = pq.read_table(file)
    assert (table.num_rows, table["amount"].null_count) == (30_000, 15_000)
    assert [each.name for each in tmp_path.iterdir()] == ["mixed.parquet"]
