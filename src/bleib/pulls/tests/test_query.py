"""A database is asked for what is new; every row comes in once, changed ones replace what was known."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bleib.customers.models import Customer, CustomerImport
from bleib.kernel.errors import BleibError
from bleib.pulls.api import (
    NotAllowed,
    Pull,
    SqlPlace,
    Wanted,
    add_pull,
    begin_anew,
    change_pull,
    run_pull,
    try_out,
)
from bleib.pulls.asking import _connected
from bleib.pulls.encrypting import Tls
from bleib.pulls.tests.places import QUERY, buy, imported
from bleib.uploads.api import Topic, undo_import
from bleib.uploads.models import State, Upload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_the_first_run_brings_everything_and_the_next_what_is_new(ask, shop, now):
    pull = ask()
    assert run_pull(pull=pull.pk, now=now) == 1
    buy(shop, "R3", amount=7, at="2025-03-15 08:00:00")
    assert run_pull(pull=pull.pk, now=now) == 1
    assert [run.counts["read"] for run in pull.runs.order_by("pk")] == [2, 2]  # the last one comes again
    assert imported() == [(2, 0), (1, 0)]
    pull.refresh_from_db()
    assert pull.watermark == "2025-03-15 08:00:00"


def test_where_nothing_is_new_nothing_is_imported(ask, now):
    pull = ask(query=QUERY.replace(">=", ">"))
    run_pull(pull=pull.pk, now=now)
    assert run_pull(pull=pull.pk, now=now) == 0
    assert imported() == [(2, 0)]


@pytest.mark.slow
def test_the_overlap_finds_what_was_written_late(ask, shop, now):
    pull = ask(overlap=24 * 60)
    run_pull(pull=pull.pk, now=now)
    buy(shop, "R0", amount=7, at="2025-02-12 18:00:00")
    run_pull(pull=pull.pk, now=now)
    assert imported()[1:] == [(1, 0)]


@pytest.mark.slow
def test_a_year_typed_wrongly_does_not_stop_what_comes_later(ask, shop, now):
    pull = ask()
    buy(shop, "R8", amount=7, at="2099-01-01 00:00:00")
    run_pull(pull=pull.pk, now=now)
    buy(shop, "R9", amount=7, at="2025-04-01 00:00:00")
    assert run_pull(pull=pull.pk, now=now) == 1


@pytest.mark.slow
def test_numbers_serve_as_well_and_a_query_without_a_column_reads_all(ask, shop, now):
    numbered = QUERY.replace("changed_at\n", "rowid as n\n").replace("changed_at", "rowid")
    pull = ask(query=numbered, column="n", holds="numbers")
    run_pull(pull=pull.pk, now=now)
    pull.refresh_from_db()
    assert pull.watermark == "2"
    Pull.objects.filter(pk=pull.pk).update(place=pull.place | {"query": "select 1 as a", "column": ""})
    run_pull(pull=pull.pk, now=now)
    assert pull.runs.first().problem


def test_customers_come_in_as_from_a_file(ask, now):
    pull = ask(
        query="select distinct customer as Kundennummer, customer || ' GmbH' as Firma from orders",
        column="",
        topic=Topic.CUSTOMERS,
    )
    assert run_pull(pull=pull.pk, now=now) == 1
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["K1 GmbH", "K2 GmbH"]
    assert CustomerImport.objects.get(pk=pull.runs.get().number).counts["created"] == 2


@pytest.mark.slow
def test_an_import_can_be_undone_and_fetched_again(ask, anna, now):
    pull = ask()
    run_pull(pull=pull.pk, now=now)
    undo_import(topic=Topic.HISTORY, number=pull.runs.get().number, by=anna.pk, now=now)
    assert imported() == []
    begin_anew(pull, by=anna, now=now)
    assert run_pull(pull=pull.pk, now=now) == 1
    assert imported() == [(2, 0)]


def test_trying_it_out_leaves_an_open_upload_and_imports_nothing(ask, anna, now):
    upload = try_out(ask(), by=anna, now=now)
    assert (upload.state, upload.is_whole, imported()) == (State.OPEN, True, [])


def test_a_query_that_fails_is_told_without_the_password(ask, now):
    pull = ask()
    Pull.objects.update(place=pull.place | {"query": "select ghost from nowhere where d > :since"})
    assert run_pull(pull=pull.pk, now=now) == 0
    problem = pull.runs.get().problem
    assert "no such table: nowhere" in problem
    assert "sesame" not in problem
    assert not Upload.objects.exists()


def test_the_password_lies_encrypted(ask):
    assert "sesame" not in ask().password


def test_a_file_is_opened_for_reading_only(ask, shop):
    place = SqlPlace.of(ask().place)
    with pytest.raises(OperationalError, match="readonly"), _connected(place, "") as connection:
        connection.exec_driver_sql("delete from orders")
    with closing(sqlite3.connect(shop)) as connection:
        assert connection.execute("select count(*) from orders").fetchone() == (2,)


def test_files_and_hosts_that_nobody_allowed_are_not_asked(settings, shop, tmp_path):
    settings.PULL_HOSTS = ["erp.intern", "10.0.0.5:1433"]
    allowed = [("mssql", "erp.intern", 0), ("mssql", "10.0.0.5", 0), ("postgresql", "ERP.intern", 5432)]
    for dialect, host, port in allowed:
        SqlPlace(dialect=dialect, query="", database="x", host=host, port=port).check()
    for dialect, host, port in [("mssql", "10.0.0.5", 1434), ("mysql", "10.0.0.5", 0), ("mysql", "other", 0)]:
        with pytest.raises(NotAllowed):
            SqlPlace(dialect=dialect, query="", database="x", host=host, port=port).check()
    with pytest.raises(NotAllowed):
        SqlPlace(dialect="sqlite", query="", database=str(tmp_path / "other.sqlite3")).check()


@pytest.mark.slow
def test_what_does_not_answer_is_told(ask, settings, now):
    settings.PULL_HOSTS = ["127.0.0.1:9"]
    pull = ask()
    for dialect in ("mssql", "mysql", "postgresql", "oracle"):
        place = pull.place | {"dialect": dialect, "host": "127.0.0.1", "port": 9, "database": "erp", "user": "reader"}
        Pull.objects.update(place=place)
        run_pull(pull=pull.pk, now=now)
    problems = pull.runs.values_list("problem", flat=True)
    assert len(problems) == 4
    assert all("did not answer" in each and "sesame" not in each for each in problems)


def test_nobody_in_whose_name_it_runs_is_told(ask, now):
    pull = ask()
    Pull.objects.update(by=None)
    run_pull(pull=pull.pk, now=now + timedelta(hours=1))
    assert "in deren Namen" in pull.runs.get().problem


def test_it_runs_daily_at_a_local_time_or_every_so_often(ask):
    pull, noon = ask(), datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert pull.following(noon) == noon + timedelta(hours=1)
    pull.at = "03:30"
    assert pull.following(noon) == datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def test_a_kept_password_is_shown_to_no_other_server_or_user(anna, now, shop):
    place = SqlPlace("sqlite", QUERY, str(shop), column="changed_at")
    pull = add_pull(Wanted("Shop", Topic.HISTORY, place, password="open sesame"), by=anna, now=now)
    elsewhere = Wanted("Shop", Topic.HISTORY, replace(place, user="eve"))
    with pytest.raises(BleibError, match="Passwort noch einmal"):
        change_pull(pull, elsewhere, by=anna, now=now)
    change_pull(pull, replace(elsewhere, password="anew"), by=anna, now=now)
    assert Pull.objects.get().place["user"] == "eve"


def test_a_kept_password_goes_over_no_weaker_connection_than_it_was_kept_for(anna, now, settings):
    settings.PULL_HOSTS = ["erp.example"]
    place = SqlPlace("postgresql", "select 1 as nr", "erp", host="erp.example", user="bleib", tls=Tls.REQUIRED)
    wanted = Wanted("ERP", Topic.HISTORY, place, password="open sesame")
    pull = add_pull(wanted, by=anna, now=now)
    change_pull(pull, replace(wanted, password=None, place=replace(place, tls=Tls.VERIFIED)), by=anna, now=now)
    for weaker in (Tls.REQUIRED, Tls.OFFERED):
        with pytest.raises(BleibError, match="strenger verschlüsselte"):
            change_pull(pull, replace(wanted, password=None, place=replace(place, tls=weaker)), by=anna, now=now)
    change_pull(pull, replace(wanted, place=replace(place, tls=Tls.OFFERED)), by=anna, now=now)
    assert Pull.objects.get().place["tls"] == ""


def test_an_answer_that_is_too_large_imports_nothing_and_says_so(ask, now, settings):
    settings.PULL_ROWS = 1
    pull = ask()
    assert run_pull(pull=pull.pk, now=now) == 0
    assert pull.runs.get().problem.startswith("The answer has more than 1 rows, so nothing was imported.")
    assert (imported(), Pull.objects.get().watermark, Upload.objects.exists()) == ([], "", False)


def test_nothing_is_fetched_onto_a_full_disk(ask, now, monkeypatch):
    monkeypatch.setattr("bleib.pulls.limits.SPARE_BYTES", 1 << 60)
    pull = ask()
    assert run_pull(pull=pull.pk, now=now) == 0
    assert pull.runs.get().problem.startswith("The disk is nearly full")
