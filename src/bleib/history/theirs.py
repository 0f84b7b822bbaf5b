"""What a few customers did: their live facts, found without reading what everybody did.

All that activity says of a customer follows from these. After a change several listeners ask for the same customers,
so the last answers are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
from sqlglot import exp

from bleib.history import daily
from bleib.history.aliases import Aliases
from bleib.history.delta import DataFile
from bleib.history.lake import COLUMNS, Lake, by_month, claimed, is_contested, newest

Numbers = tuple[str, ...]
# So many are named in a query, which then skips files and groups of rows that do not hold them.
MOST_NAMED = 500
ALONE = 3
KEPT = 2


def written(aliases: Aliases, customers: Iterable[str | None]) -> Numbers:
    """All numbers that count as one with these. Who asks may have learned them before a merge: a part is no whole."""
    wanted = {aliases.final.get(number, number) for number in customers if number is not None}
    return tuple(sorted(wanted | {number for number, final in aliases.final.items() if final in wanted}))


def gather(connection: duckdb.DuckDBPyConnection, files: tuple[DataFile, ...], numbers: Numbers, *, into: str) -> None:
    """Create `into` ("table NAME" or "temp table NAME"): the live facts that these numbers came with, as in FACTS."""
    if len(numbers) > MOST_NAMED:
        _gather(connection, files, numbers, into=into)
        return
    connection.register("facts_of_few", _ANSWERS.of(files, numbers))
    connection.execute(f"create or replace {into} as from facts_of_few")
    connection.unregister("facts_of_few")


def open_facts(connection: duckdb.DuckDBPyConnection, home: Path, customers: Collection[str]) -> None:
    """The relation `facts`: of a few customers what they did, else everything."""
    lake = Lake(home)
    if len(customers) > MOST_NAMED:
        lake.register(connection, "facts")
    else:
        gather(connection, lake.files(), tuple(sorted(customers)), into="temp table facts")


def build_days(
    connection: duckdb.DuckDBPyConnection, *, facts: str, into: str, aliases: Aliases, non_goods: Sequence[str]
) -> None:
    """Create the temp table `into`: activity of those whose facts `gather` found, under the numbers that count now.

    Needs the table of `aliases.register`.
    """
    connection.execute(f"create or replace temp view lines_of_few as {aliases.resolve(f'select * from {facts}')}")
    daily.build(connection, facts="lines_of_few", into=into, non_goods=non_goods)


def forget() -> None:
    """The answers that this process keeps: somebody is erased."""
    _ANSWERS.forget()


class Answer(NamedTuple):
    """What was asked, of which files, and the facts that were found."""

    files: tuple[DataFile, ...]
    numbers: Numbers
    facts: pa.Table


class Answers:
    """The last answers of this process, all of the same files. Who asks of others lets those of older ones go.

    An erasure writes files anew, so nothing that it took out is answered, whichever process erased, and none of it
    stays because somebody was reading meanwhile.
    """

    def __init__(self) -> None:
        self._kept: tuple[Answer, ...] = ()  # only ever replaced as a whole: threads share it

    def of(self, files: tuple[DataFile, ...], numbers: Numbers) -> pa.Table:
        kept = [each for each in self._kept if each.files == files]
        answer = next((each for each in kept if each.numbers == numbers), None)
        answer = answer or Answer(files, numbers, _read(files, numbers))
        self._kept = (*(each for each in kept if each is not answer), answer)[-KEPT:]
        return answer.facts

    def forget(self) -> None:
        self._kept = ()


_ANSWERS = Answers()


def _read(files: tuple[DataFile, ...], numbers: Numbers) -> pa.Table:
    with duckdb.connect() as connection:
        _gather(connection, files, numbers, into="temp table found")
        return connection.sql("from found").to_arrow_table()


def _gather(connection: duckdb.DuckDBPyConnection, files: Sequence[DataFile], numbers: Numbers, *, into: str) -> None:
    """As `gather`: what names them, beside what others say of the same facts; the newest claim tells whose each is."""
    connection.register("asked_numbers", pa.table({"number": pa.array(numbers, pa.string())}))
    connection.execute(f"create or replace temp table their_claims as {_naming(files, numbers)}")
    theirs, claims = named(numbers), f"select {COLUMNS} from their_claims"
    rivals = _rivals(connection, files)
    if rivals:
        of_others = f"id in (select id from their_claims) and ({theirs}) is not true"
        claims += f" union all select {COLUMNS} from ({claimed(rivals)}) where {of_others}"
    connection.execute(
        f"create or replace {into} as select {COLUMNS} from ({newest(claims)}) where not retracted and {theirs}"
    )
    connection.execute("drop table their_claims")
    connection.unregister("asked_numbers")


def _naming(files: Sequence[DataFile], numbers: Numbers) -> str:
    """SELECT of all claims that name one of these customers, retracted ones included.

    A few numbers are each looked for alone: the engine then skips the rows between them.
    """
    near = claimed([file for file in files if file.may_name(numbers)])
    tests = [named([number]) for number in numbers] if 0 < len(numbers) <= ALONE else [named(numbers)]
    return " union all ".join(f"select * from ({near}) where {test}" for test in tests)


def _rivals(connection: duckdb.DuckDBPyConnection, files: Sequence[DataFile]) -> list[DataFile]:
    """Files in which one of `their_claims` may be somebody else's by now without a tombstone that names them.

    An import leaves such a tombstone with whom it takes a fact from. Facts that come one by one leave none, but stay in
    their month; such facts count as of import 0.
    """
    months = {month for (month,) in connection.execute("select distinct month from their_claims").fetchall()}
    contested = [month for month in by_month(files) if month[0].month in months and is_contested(month)]
    return [file for month in contested for file in month if file.may_hold(0)]


def named(numbers: Collection[str], table: str = "asked_numbers") -> str:
    """A test of `customer`; of very many it reads the column `number` of `table`."""
    if not numbers:
        return "false"
    if len(numbers) > MOST_NAMED:
        return f"customer in (select number from {table})"
    return exp.column("customer").isin(*numbers).sql("duckdb")
