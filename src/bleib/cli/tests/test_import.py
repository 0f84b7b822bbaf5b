"""`bleib import`, `imports`, `undo` and `compact` on a small file."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from bleib.history.forgetting import forget
from bleib.history.models import Change, Import

pytestmark = pytest.mark.slow


def test_a_dry_run_shows_and_changes_nothing(bleib, orders, tmp_path):
    answer = bleib("import", orders, "--dry-run")
    assert "Kundennr" in answer.err
    assert "nothing was changed" in answer.out
    assert not (tmp_path / "home").exists()


def test_headings_in_brackets_are_shown_as_they_are(bleib, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(
        "Kunde [/b];Datum;Preis [EUR];Status\nA;1.2.2025;5,00;storniert\nB;2.2.2025;6,00;ok\n", encoding="utf-8"
    )
    said = bleib("import", file, "--map", "customer=1", "--dry-run").err
    assert "Kunde [/b]" in said
    assert "storniert" in said


def test_the_same_file_twice_changes_nothing(bleib, orders):
    bleib("import", orders)
    assert "Imported before: no. " in bleib("import", orders).out
    assert bleib("report", "--json", "-").data["import"]["accepted"] == 4


def test_the_reject_file_goes_with_its_import(bleib, orders, tmp_path):
    bleib("import", orders)
    [rejects] = (tmp_path / "home" / "rejects").glob("import-*.csv")
    assert "kaputt" in rejects.read_text(encoding="utf-8-sig")
    bleib("undo", Import.objects.earliest("pk").pk)
    assert not rejects.exists()


def test_an_import_that_fails_leaves_no_rejects(bleib, orders, tmp_path, monkeypatch):
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bleib.history.journal.Entry.record", full)
    assert bleib("import", orders).code == 1
    assert list((tmp_path / "home" / "rejects").iterdir()) == []
    assert "Nothing was imported yet" in bleib("imports").out


def test_a_later_export_of_an_order_replaces_it(bleib, orders, tmp_path):
    bleib("import", orders)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(
        "Belegnr;Datum;Kundennr;Position;Menge;Einzelpreis\n9;1.2.2025;A;1;2;10,00\n", encoding="utf-8"
    )
    again = tmp_path / "again.csv"
    again.write_text("Belegnr;Datum;Kundennr;Position;Menge;Einzelpreis\n9;1.2.2025;A;1;1;10,00\n", encoding="utf-8")
    bleib("import", corrected)
    assert "1  replaced by newer lines" in bleib("import", again).out
    assert bleib("report", "--json", "-").data["totals"]["revenue"] == 20 + 50 + 30 + 15 + 10


@pytest.mark.parametrize("slip", ["EURO", "XX", "'; drop table facts"])
def test_what_is_no_currency_settles_none(bleib, orders, slip):
    answer = bleib("import", orders, "--currency", slip)
    assert (answer.code, "is not a currency" in answer.err) == (2, True)
    assert bleib("import", orders, "--currency", "EUR").code == 0


def test_another_currency_is_refused(bleib, orders, tmp_path):
    bleib("import", orders)
    answer = bleib("import", orders, "--currency", "USD")
    assert answer.code == 1
    assert "This installation counts in EUR" in answer.err


def test_an_undone_import_settles_no_currency(bleib, orders):
    bleib("import", orders, "--currency", "USD")
    bleib("undo", Import.objects.earliest("pk").pk)
    assert bleib("import", orders, "--currency", "CHF").code == 0
    assert bleib("report", "--json", "-").data["currency"] == "CHF"


def test_codes_that_are_no_goods_are_not_part_of_what_a_file_is(bleib, orders):
    bleib("import", orders)
    assert "Imported before: no. " in bleib("import", orders, "--non-goods", "POST").out


def test_after_undo_the_counts_are_those_of_what_is_left(bleib, orders, tmp_path):
    copy = tmp_path / "copy.csv"
    copy.write_text(orders.read_text(encoding="utf-8") + "6;01.08.2025;D;1;1,00\n", encoding="utf-8")
    bleib("import", orders)
    assert "4  duplicates" in bleib("import", copy).out
    bleib("undo", Import.objects.earliest("pk").pk)
    counted = bleib("report", "--json", "-").data["import"]
    assert (counted["read"], counted["accepted"], counted["duplicates"], counted["rejected"]) == (6, 5, 0, 1)


def test_facts_without_their_database_are_refused(bleib, orders):
    bleib("import", orders)
    Change.objects.all().delete()
    Import.objects.all().delete()
    answer = bleib("import", orders)
    assert answer.code == 1
    assert "The database is missing or empty" in answer.err
    assert "backup" in answer.err


def test_a_database_without_its_facts_is_refused(bleib, orders, tmp_path):
    bleib("import", orders)
    (tmp_path / "home" / "facts").rename(tmp_path / "lost")
    answer = bleib("report")
    assert answer.code == 1
    assert "missing" in answer.err
    assert "backup" in answer.err


def test_a_lost_file_of_the_history_is_said(bleib, orders, tmp_path):
    bleib("import", orders)
    next((tmp_path / "home" / "facts").glob("month=*/*.parquet")).unlink()
    answer = bleib("report")
    assert answer.code == 1
    assert "missing or damaged. Restore it from a backup." in answer.err


def test_lines_of_an_erased_customer_are_counted(bleib, orders, tmp_path):
    bleib("import", orders)
    forget(tmp_path / "home", customers=["A"], now=datetime(2026, 11, 21, tzinfo=UTC))
    more = tmp_path / "more.csv"
    more.write_text("Belegnr;Datum;Kundennr;Menge;Einzelpreis\n7;10.02.2025;A;2;10,00\n", encoding="utf-8")
    assert "1  of erased customers, accepted without customer" in bleib("import", more).out
    assert "of erased" not in bleib("import", orders).out


def test_a_file_that_is_no_database_is_said(tmp_path):
    (tmp_path / "bleib.sqlite3").write_text("Kundennummer;Name\n" * 100)
    command = [sys.executable, "-m", "bleib", "imports", "--home", str(tmp_path), "--lang", "en"]
    embedded = {name: value for name, value in os.environ.items() if name != "BLEIB_DATABASE_URL"}
    answer = subprocess.run(command, env=embedded, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert f"The database of {tmp_path} cannot be opened" in answer.stderr


def test_undo_of_nothing(bleib):
    answer = bleib("undo", 7)
    assert answer.code == 1
    assert "There is no installation" in answer.err


def test_codes_that_look_like_no_goods_are_proposed_and_can_be_set(bleib, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(
        "Belegnr;Datum;Kundennr;Artikelnr;Betrag\n1;1.2.2025;A;100;5,00\n2;1.3.2025;A;POST;5,00\n", encoding="utf-8"
    )
    assert "No goods? POST" in bleib("import", file, "--dry-run").err
    bleib("import", file, "--non-goods", "POST")
    assert bleib("report", "--json", "-").data["totals"]["orders"] == 1


def test_compacting_changes_no_figure(bleib, orders):
    bleib("import", orders)
    before = bleib("report", "--json", "-").data["retention"]
    assert bleib("compact").out == "Months rewritten: 2, old files deleted: 0.\n"
    assert bleib("report", "--json", "-").data["retention"] == before


@pytest.mark.spark
def test_the_history_is_measured_by_a_cluster(bleib, orders, monkeypatch):
    from bleib.history.tests.sail import sail_server

    bleib("import", orders)
    here = bleib("report", "--json", "-").data
    with sail_server() as address:
        monkeypatch.setenv("BLEIB_ENGINE", address)
        there = bleib("report", "--json", "-").data
    assert there["retention"] == here["retention"]
    assert there["totals"] == here["totals"]
