"""From files that were handed over to an import: looked at, tried out, brought in, gone."""

from __future__ import annotations

import pytest

from bleib.history.models import Import
from bleib.uploads.api import State, import_upload, look, start_import, start_trying, try_upload
from bleib.uploads.findings import OUTCOME, read
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
