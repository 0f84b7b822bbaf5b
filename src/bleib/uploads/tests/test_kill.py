"""A worker may die in the middle of an import: the next one completes it, and nothing is there twice."""

from __future__ import annotations

import signal

import duckdb
import pytest

from bleib.customers.models import Customer, CustomerImport
from bleib.history.lake import Lake
from bleib.history.models import Import
from bleib.uploads.api import State, Topic, import_upload, start_import
from tests.processes import start

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]
CUSTOMERS = "Kundennummer;Firma\nK1;Alpha GmbH\nK2;Beta AG\n"


def killed(files, home, monkeypatch, *, point) -> int:
    """How a process ended that imported until `point`."""
    monkeypatch.setenv("BLEIB_CRASH_AT", point)
    with start("bleib.uploads.tests.killable", files.pk, home=home) as process:
        ended = process.wait(timeout=60)
    monkeypatch.delenv("BLEIB_CRASH_AT")
    return ended


@pytest.mark.parametrize("point", ["import.staged", "import.committed", "import.finished", "upload.imported"])
def test_orders_are_there_once(upload, anna, home, now, monkeypatch, point):
    files = upload()
    start_import(files, by=anna, now=now)
    assert killed(files, home, monkeypatch, point=point) == -signal.SIGKILL
    import_upload(upload=files.pk, now=now)
    files.refresh_from_db()
    assert (files.state, files.number) == (State.DONE, Import.objects.get().pk)
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        assert connection.execute("select count(*) from facts").fetchone() == (2,)


@pytest.mark.parametrize("point", ["customers.counted", "upload.imported"])
def test_customers_are_imported_once(upload, anna, home, now, monkeypatch, point):
    files = upload(CUSTOMERS, topic=Topic.CUSTOMERS)
    start_import(files, by=anna, now=now)
    assert killed(files, home, monkeypatch, point=point) == -signal.SIGKILL
    files.refresh_from_db()
    import_upload(upload=files.pk, now=now)
    files.refresh_from_db()
    assert (files.state, files.number) == (State.DONE, CustomerImport.objects.get().pk)
    assert Customer.objects.count() == 2
