"""From files that were handed over to an import: looked at, tried out, brought in, gone."""

from __future__ import annotations

import gzip

import pytest

from bleib.history.models import Import
from bleib.privacy.people import Person
from bleib.privacy.stores.files import FOLDERS
from bleib.uploads.api import State, Topic, import_upload, look, start_import, start_trying, try_upload
from bleib.uploads.findings import OUTCOME, read
from bleib.uploads.tests.conftest import ORDERS
from bleib.uploads.tests.handing_over import handed_over
from bleib.worker.api import Job

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_look_tells_the_columns_and_shows_lines(upload, now):
    seen = look(upload(), now=now)
    assert {each.key: each.column for each in seen.choices if each.column} == {
        "customer": "Kundennr", "order": "Belegnr", "at": "Datum", "amount": "Betrag",
    }  # fmt: skip
    assert seen.tables[0].rows[0] == ("R1", "01.02.2025", "K1", "10,50")


def test_a_dry_run_tells_what_would_come_and_changes_nothing(upload, now):
    files = upload()
    start_trying(files, now=now)
    try_upload(upload=files.pk, now=now)
    outcome = read(files.folder, OUTCOME)
    assert (outcome["counts"]["accepted"], outcome["counts"]["rejected"], outcome["new"]) == (2, 1, 2)
    assert outcome["revenue"] == "30.5000"
    assert not Import.objects.exists()


def test_an_import_says_who_and_leaves_no_file(upload, anna, now):
    files = upload()
    assert start_import(files, by=anna, now=now)
    import_upload(upload=files.pk, now=now)
    files.refresh_from_db()
    assert files.state == State.DONE
    assert Import.objects.get(pk=files.number).by == anna
    assert not files.folder.exists()


def test_who_clicks_twice_imports_once(upload, anna, now):
    files = upload()
    assert [start_import(files, by=anna, now=now) for _ in range(2)] == [True, False]
    assert Job.objects.filter(task="import-upload").count() == 1


def test_a_packed_file_goes_with_an_erased_person_and_is_asked_for_again(upload, now):
    files = upload(gzip.compress(ORDERS.encode()), name="orders.csv.gz")
    [store] = [each for each in FOLDERS if each.name == "uploads"]
    store.erase([Person("customer", 1, {"name": "Marla Müstermann"}, "Marla")], now=now)
    start_trying(files, now=now)
    try_upload(upload=files.pk, now=now)
    assert "Upload it again." in read(files.folder, OUTCOME)["problem"]


def test_two_files_in_one_go_are_one_import_and_the_later_one_counts(anna, now):
    later = "Belegnr;Position;Datum;Kundennr;Betrag\nR1;1;01.02.2025;K1;99,00\n"
    texts = {"a.csv": later.replace("99,00", "10,00"), "b.csv": later}
    files = handed_over(texts, by=anna, now=now, topic=Topic.HISTORY)
    start_trying(files, now=now)
    try_upload(upload=files.pk, now=now)
    outcome = read(files.folder, OUTCOME)
    assert (outcome["counts"]["accepted"], outcome["revenue"]) == (1, "99.0000")
