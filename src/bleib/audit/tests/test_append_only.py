"""The database refuses what the code never does."""

import pytest
from django.db import DatabaseError, connection, transaction

from bleib.audit import api, append_only
from bleib.audit.models import Concern, Entry, Seal
from bleib.audit.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def refused(change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()


def test_no_entry_is_changed(write):
    write()
    refused(lambda: Entry.objects.update(verb="added"))


def test_no_content_is_replaced(write):
    write()
    refused(lambda: Entry.objects.update(content='{"subject":"Bert"}'))


def test_no_entry_is_emptied_and_changed_at_once(write):
    write()
    refused(lambda: Entry.objects.update(content="{}", salt="", verb="added"))


def test_an_entry_is_emptied(write):
    write()
    assert Entry.objects.update(content="{}", salt="") == 1


def test_whom_it_is_about_stays(write):
    write()
    refused(lambda: Concern.objects.update(key="user:0"))
    refused(lambda: Concern.objects.all().delete())


def test_no_entry_is_removed(write):
    write(subject="a thing")
    refused(lambda: Entry.objects.all().delete())


def test_no_seal_is_changed_or_removed(write):
    write()
    api.seal(now=NOW)
    refused(lambda: Seal.objects.update(chain="0"))
    refused(lambda: Seal.objects.all().delete())


def test_a_missing_trigger_is_found(write):
    with connection.cursor() as cursor:
        on = " on audit_seal" if connection.vendor == "postgresql" else ""
        cursor.execute(f"drop trigger audit_seal_stays{on}")
    assert append_only.missing(connection) == ["audit_seal_stays"]
    assert [finding.problem for finding in api.verify(now=NOW)] == [api.Problem.UNGUARDED]


REPLACE = {
    "sqlite": "insert or replace into {0} select * from {0}",
    "postgresql": "insert into {0} select * from {0} on conflict ({1}) do update set {1} = excluded.{1}",
}


def test_no_row_is_replaced_by_another(write):
    write()
    api.seal(now=NOW)
    for table in append_only.TABLES:
        with connection.cursor() as cursor:
            key = connection.introspection.get_primary_key_column(cursor, table)
            statement = REPLACE[connection.vendor].format(table, key)
            refused(lambda at=cursor, what=statement: at.execute(what))
