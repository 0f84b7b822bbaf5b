"""What was saved comes back, whole, on either database; a damaged file changes nothing."""

from datetime import UTC, datetime

import pytest
from django.db import connections

from bleib.accounts.models import User
from bleib.backup.aliases import alias
from bleib.backup.api import create, restore
from bleib.backup.create import _files
from bleib.kernel.errors import BleibError

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    (folder / "presets").mkdir(parents=True)
    (folder / "presets" / "erp.json").write_text('{"customer": "Kundennr"}')
    User.objects.create_user("anna@example.org", "geheim", name="Anna Öz", joined_at=NOW)
    return folder


@pytest.fixture
def saved(home, tmp_path):
    create(tmp_path / "backup.tar", home=home, now=NOW)
    return tmp_path / "backup.tar"


@pytest.fixture
def elsewhere(tmp_path):
    """A folder and an embedded database that are not there yet."""
    return {"home": tmp_path / "new", "database": embedded(tmp_path / "unused.sqlite3"), "replace": False, "now": NOW}


def embedded(file):
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": {}}


def people(file):
    with alias("looking", embedded(file)) as using:
        return list(User.objects.using(using).values_list("email", "name"))


def test_rows_and_files_come_back(saved, elsewhere):
    done = restore(saved, **elsewhere)
    assert people(elsewhere["home"] / "bleib.sqlite3") == [("anna@example.org", "Anna Öz")]
    assert (elsewhere["home"] / "presets" / "erp.json").read_text() == '{"customer": "Kundennr"}'
    assert done.made_at == NOW


def test_who_belonged_to_segments_is_in_no_backup(home, tmp_path, elsewhere):
    (home / "slices").mkdir()
    (home / "slices" / "belonged-2026-05-21-a.parquet").write_text("Otter")
    create(tmp_path / "backup.tar", home=home, now=NOW)
    restore(tmp_path / "backup.tar", **elsewhere)
    assert not (elsewhere["home"] / "slices").exists()


def test_new_rows_get_new_numbers(saved, elsewhere):
    restore(saved, **elsewhere)
    with alias("looking", embedded(elsewhere["home"] / "bleib.sqlite3")) as using:
        fresh = User(email="berta@example.org")
        fresh.save(using=using)
        assert User.objects.using(using).count() == 2


def test_what_happens_after_the_backup_is_not_in_it(home, tmp_path, elsewhere):
    create(tmp_path / "early.tar", home=home, now=NOW)
    User.objects.create_user("late@example.org")
    restore(tmp_path / "early.tar", **elsewhere)
    assert len(people(elsewhere["home"] / "bleib.sqlite3")) == 1


def test_a_folder_in_use_is_refused(saved, elsewhere):
    restore(saved, **elsewhere)
    with pytest.raises(BleibError, match="holds an installation already"):
        restore(saved, **elsewhere)


def test_replacing_sets_the_old_folder_aside(saved, elsewhere):
    restore(saved, **elsewhere)
    (elsewhere["home"] / "erasures.jsonl").write_text('{"erased": 1}\n')
    done = restore(saved, **{**elsewhere, "replace": True})
    assert done.set_aside is not None
    assert (done.set_aside / "bleib.sqlite3").exists()
    assert (elsewhere["home"] / "erasures.jsonl").read_text() == '{"erased": 1}\n'


@pytest.mark.parametrize("harm", ["cut", "flipped", "text"])
def test_a_damaged_backup_changes_nothing(saved, elsewhere, harm):
    content = bytearray(saved.read_bytes())
    if harm == "flipped":
        content[content.index(b"Kundennr")] ^= 1
    saved.write_bytes({"cut": content[:-20_000], "flipped": content, "text": b"no backup"}[harm])
    with pytest.raises(BleibError, match="backup"):
        restore(saved, **elsewhere)
    assert not elsewhere["home"].exists()
    assert list(saved.parent.glob("*.restoring")) == []


def test_a_backup_never_replaces_a_file(home, saved):
    with pytest.raises(BleibError, match="is there already"):
        create(saved, home=home, now=NOW)


def test_a_backup_is_not_kept_in_what_it_saves(home):
    with pytest.raises(BleibError, match="lies in the installation"):
        create(home / "backups" / "today.tar", home=home, now=NOW)
    assert not (home / "backups").exists()


def test_what_is_sealed_while_the_backup_is_written_does_not_look_cut_off(home, tmp_path, elsewhere):
    (home / "audit_heads.jsonl").write_text("before\n")

    def seal_on(_table):
        with (home / "audit_heads.jsonl").open("a") as heads:
            heads.write("after\n")

    create(tmp_path / "busy.tar", home=home, now=NOW, watch=seal_on)
    restore(tmp_path / "busy.tar", **elsewhere)
    assert (elsewhere["home"] / "audit_heads.jsonl").read_text() == "before\n"


def test_a_file_that_goes_while_the_backup_is_written_is_not_missed(home, tmp_path, elsewhere, monkeypatch):
    listed = [*_files(home), "rejects/import-1.csv"]
    monkeypatch.setattr("bleib.backup.create._files", lambda _home: iter(listed))
    create(tmp_path / "busy.tar", home=home, now=NOW)
    restore(tmp_path / "busy.tar", **elsewhere)
    assert (elsewhere["home"] / "presets" / "erp.json").exists()


def test_nobody_else_may_read_a_backup(saved):
    assert saved.stat().st_mode & 0o077 == 0


def test_no_connection_is_left(saved, elsewhere):
    restore(saved, **elsewhere)
    assert set(connections.databases) == {"default"}
