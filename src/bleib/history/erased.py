"""Erased customers stay erased: what comes in under their number later is taken without a customer.

Only digests of the numbers are kept, salted per installation.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import duckdb
import pyarrow as pa
from sqlglot import exp

from bleib.history.delta import DataFile
from bleib.history.lake import Lake, claimed, newest
from bleib.history.models import ErasedNumber, Setting

SALT = "salt of erased numbers"
PSEUDONYM = "erased-"  # how a number begins that stands for somebody erased; nobody can be found by it


class Stripped(NamedTuple):
    """A table of lines, and how many of them were taken without a customer: all, and those the lake did not know."""

    staged: str
    without_customer: int = 0
    erased: int = 0


def erased_among(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that belong to an erased customer."""
    if not ErasedNumber.objects.exists():
        return set()
    digests = {_digest(number): number for number in numbers}
    return {digests[digest] for digest in ErasedNumber.objects.in_bulk(list(digests))}


def note(numbers: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Remember that these are erased; returns the pseudonym of each. In the caller's transaction."""
    pseudonyms = {}
    for number in sorted(numbers):
        row, _ = ErasedNumber.objects.get_or_create(digest=_digest(number), defaults={"erased_at": now})
        if row.pseudonym is None:
            row.pseudonym = f"{PSEUDONYM}{secrets.token_hex(12)}"
            row.save()
        pseudonyms[number] = row.pseudonym
    return pseudonyms


def forget_pseudonyms(numbers: Iterable[str]) -> None:
    """From now on nobody knows whose facts they were."""
    ErasedNumber.objects.filter(digest__in=[_digest(number) for number in numbers]).update(pseudonym=None)


def readmit(number: str) -> None:
    """The customer came back: new facts may carry the number again. The old ones stay without."""
    ErasedNumber.objects.filter(digest=_digest(number)).delete()


def strip(connection: duckdb.DuckDBPyConnection, lake: Lake, staged: str) -> Stripped:
    """Lines of erased customers lose their customer; those that the lake has stay as the lake has them.

    Leaves the numbers in the temp table `erased_customers`; the new table of lines is called STAGED_kept.
    """
    _find(connection, staged)
    if not connection.execute("select 1 from erased_customers limit 1").fetchall():
        return Stripped(staged)
    connection.execute(
        f"create or replace temp table known_lines as select id, customer from ({_known(lake.files(), staged)})"
    )
    whose = "line.customer in (from erased_customers)"
    connection.execute(f"""
        create or replace temp table {staged}_kept as
        select line.* replace (
            case when {whose} then known.customer else line.customer end as customer,
            case when {whose} then null else line.contact end as contact
        )
        from {staged} as line left join known_lines as known on known.id = line.id and {whose}
    """)
    connection.execute(f"create temp table if not exists {staged}_versions as from {staged} where false")
    connection.execute(f"create or replace temp view {staged}_kept_versions as from {staged}_versions")
    [(without, new)] = connection.execute(f"""
        select count(*) filter (where known.customer is null), count(*) filter (where known.id is null)
        from {staged} as line left join known_lines as known on known.id = line.id where {whose}
    """).fetchall()
    return Stripped(f"{staged}_kept", without, new)


def _find(connection: duckdb.DuckDBPyConnection, staged: str) -> None:
    """The temp table `erased_customers`: numbers among the lines that belong to erased customers."""
    digests = list(ErasedNumber.objects.values_list("digest", flat=True))
    connection.register("erased_digests", pa.table({"digest": pa.array(digests, pa.string())}))
    salted = exp.Literal.string(_salt()).sql("duckdb")
    theirs = f"sha256({salted} || customer) in (select digest from erased_digests)" if digests else "false"
    connection.execute(
        f"create or replace temp table erased_customers as select distinct customer from {staged} where {theirs}"
    )
    connection.unregister("erased_digests")


def _known(files: tuple[DataFile, ...], staged: str) -> str:
    """SELECT over live lines of the lake that are staged for an erased customer."""
    ids = f"select id from {staged} where customer in (from erased_customers)"
    claims = f"select * from ({claimed(files)}) semi join ({ids}) as line using (id)"
    return f"select * from ({newest(claims)}) where not retracted"


def _digest(number: str) -> str:
    return hashlib.sha256(f"{_salt()}{number}".encode()).hexdigest()


def _salt() -> str:
    row, _ = Setting.objects.get_or_create(name=SALT, defaults={"value": secrets.token_hex(32)})
    return str(row.value)
