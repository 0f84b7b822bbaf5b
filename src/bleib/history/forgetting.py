"""Erasing in the lake: facts stay as part of the statistics, but nobody can tell any more whose they were.

Numbers of customers become random ones, contacts go; files that held them are written anew and the old ones, older
versions included, are deleted at once, with the part of the log that names their smallest and largest customer.
Nobody else writes meanwhile.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from django.db import transaction

from bleib.history import crash, erased, parquet, theirs, touched
from bleib.history.aliases import Aliases
from bleib.history.delta import DataFile
from bleib.history.lake import STORED, Lake, claimed
from bleib.history.models import Alias, Change, Import, ImportedName, PendingFact
from bleib.history.models.change import ChangeKind
from bleib.history.models.setting import next_instant
from bleib.history.publishing import publish
from bleib.history.stored_summaries import FOLDER as SUMMARIES
from bleib.history.stored_touchpoints import FOLDER as TOUCHPOINTS
from bleib.worker.api import lease

WRITERS = ("lake", "imports", "pending", "activity")  # in the order in which whoever needs several takes them
NEW_NAMES = pa.schema([("customer", pa.string()), ("pseudonym", pa.string())])


def forget(home: Path, *, customers: Collection[str] = (), contacts: Collection[str] = (), now: datetime) -> None:
    """Erase customers (by number, with those merged into them) and contacts from the history. Again changes nothing.

    Killed midway, the same call completes it. Outside of transactions.
    """
    with _alone():
        numbers = {*customers, *Aliases.now().leading_to(customers)}
        pseudonyms = _forget_rows(numbers, contacts, now=now)
        crash.point("erasure.noted")
        lake = Lake(home)
        with duckdb.connect() as connection:
            _rewrite(connection, lake, pseudonyms=pseudonyms, contacts=contacts)
        crash.point("erasure.committed")
        _delete_old(lake)
        for derived in ("activity", SUMMARIES, TOUCHPOINTS):
            shutil.rmtree(home / derived, ignore_errors=True)  # whoever reads it next builds it anew
        theirs.forget()
        crash.point("erasure.deleted")
        _tell(pseudonyms, lake_version=lake.version(), now=now)
        crash.point("erasure.told")


def facts_about(home: Path, *, customers: Collection[str] = (), contacts: Collection[str] = ()) -> pa.Table:
    """Live facts of these customers and contacts, those that are pending not included; columns of FACTS."""
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        _register(connection, dict.fromkeys(customers, ""), contacts)
        return connection.sql(f"select * from facts where {_WHOSE} order by occurred_at, id").to_arrow_table()


_WHOSE = "(customer in (select customer from pseudonyms) or contact in (select contact from contacts))"


@contextmanager
def _alone() -> Iterator[None]:
    with ExitStack() as stack:
        for name in WRITERS:
            stack.enter_context(lease(name, doing="Erasing a person"))
        yield


def _forget_rows(numbers: Collection[str], contacts: Collection[str], *, now: datetime) -> dict[str, str]:
    """What the database says of them; returns the pseudonym of each number."""
    with transaction.atomic():
        pseudonyms = erased.note(numbers, now=now)
        ImportedName.objects.filter(customer__in=numbers).delete()
        PendingFact.objects.filter(contact__in=contacts).update(contact=None)
        for number, pseudonym in pseudonyms.items():
            PendingFact.objects.filter(customer=number).update(customer=pseudonym, contact=None)
            Alias.objects.filter(customer=number).update(customer=pseudonym)
            Alias.objects.filter(into=number).update(into=pseudonym)
        for model in (Change, Import):
            _rename_touched(model, pseudonyms)
    return pseudonyms


def _rename_touched(model: type[Change | Import], pseudonyms: Mapping[str, str]) -> None:
    """Lists of customers that are still to be told name the pseudonym, too."""
    for row in model._base_manager.exclude(touched=None):
        table = touched.unpack(row.touched)
        numbers = table["customer"].to_pylist()
        if not pseudonyms.keys().isdisjoint(numbers):
            renamed = pa.array([pseudonyms.get(number, number) for number in numbers], pa.string())
            row.touched = touched.packed(table.set_column(0, "customer", renamed))
            row.save(update_fields=["touched"])


def _rewrite(
    connection: duckdb.DuckDBPyConnection, lake: Lake, *, pseudonyms: Mapping[str, str], contacts: Collection[str]
) -> None:
    """Write the files that name them anew, in one commit."""
    _register(connection, pseudonyms, contacts)
    files = _naming(connection, lake.files())
    if not files:
        return
    rows = (
        "select line.* replace (coalesce(pseudonym, line.customer) as customer, "
        f"case when {_WHOSE.replace('(customer', '(line.customer')} then null else line.contact end as contact) "
        f"from ({claimed(files, STORED)}) as line left join pseudonyms on pseudonyms.customer = line.customer"
    )
    adds = parquet.write(
        connection,
        rows,
        day="occurred_on",
        months={file.month for file in files},
        folder=lake.delta.folder,
        prefix="erased",
        order="order by customer, occurred_at",
    )
    crash.point("erasure.written")
    lake.delta.commit(adds, removes=files, stamp={"kind": "erasure"})


def _register(connection: duckdb.DuckDBPyConnection, pseudonyms: Mapping[str, str], contacts: Collection[str]) -> None:
    connection.register("pseudonyms", pa.table([list(pseudonyms), list(pseudonyms.values())], schema=NEW_NAMES))
    connection.register("contacts", pa.table({"contact": pa.array(contacts, pa.string())}))


def _naming(connection: duckdb.DuckDBPyConnection, files: Collection[DataFile]) -> list[DataFile]:
    """Files in which one of them stands."""
    if not files:
        return []
    lines = claimed(files, "customer, contact, filename")
    found = connection.execute(f"select distinct filename from ({lines}) where {_WHOSE}").fetchall()
    paths = {path for (path,) in found}
    return [file for file in files if file.path in paths]


def _delete_old(lake: Lake) -> None:
    """Files that only older versions name, and the log of those versions. Nobody else is about to commit a file."""
    if lake.version() >= 0:
        lake.delta.vacuum(retention_hours=0)
        lake.delta.forget_log()


def _tell(pseudonyms: Mapping[str, str], *, lake_version: int, now: datetime) -> None:
    """That figures changed, and not whose they were."""
    table = pa.table([sorted(pseudonyms.values()), [None] * len(pseudonyms)], schema=touched.TOUCHED)
    with transaction.atomic():
        erased.forget_pseudonyms(pseudonyms)
        publish(
            ChangeKind.ERASURE,
            recorded_at=next_instant(now),
            touched=touched.packed(table),
            lake_version=lake_version,
        )
