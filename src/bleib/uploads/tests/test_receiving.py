"""Nothing that a browser says becomes a path, and nobody else can read what was handed over."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bleib.kernel.errors import BleibError
from bleib.uploads import heads, receiving
from bleib.uploads.api import Topic, Upload, look, tidy_uploads
from bleib.uploads.receiving import clean
from bleib.uploads.tests.handing_over import handed_over

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\eva\\Export.csv", "Export.csv"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\u202ecsv.exe", "abcsv.exe"),
        (".bashrc", "bashrc"),
        ("Aufträge 2025.csv.gz", "Aufträge 2025.csv.gz"),
    ],
)
def test_a_name_is_only_a_name(said, kept):
    assert clean(said) == kept


def test_a_long_name_keeps_its_ending():
    assert len(clean("ü" * 300 + ".csv").encode()) <= receiving.LONGEST_NAME
    assert clean("ü" * 300 + ".csv").endswith("ü.csv")


def test_only_this_user_reads_what_was_handed_over(upload, home):
    [file] = upload().files
    places = [file, *(parent for parent in file.parents if home in parent.parents)]
    assert [stat.S_IMODE(each.stat().st_mode) for each in places] == [0o600, 0o700, 0o700, 0o700]


def test_two_files_of_one_name_are_both_kept(anna, now):
    files = {"a.csv": "x", "A.csv": "y", "ordner/a.csv": "z"}
    upload = handed_over(files, by=anna, now=now, topic=Topic.HISTORY)
    assert [file.read_text() for file in upload.files] == ["x", "y", "z"]


def test_a_workbook_that_lies_about_its_sizes_is_counted(upload, monkeypatch):
    monkeypatch.setattr(heads, "MOST_SHEETS", 100_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"x" * 50)
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    told = (1_000_000).to_bytes(4, "little")
    assert packed.getvalue().count(told) == 2  # once before the content, once in the directory
    bomb = upload(packed.getvalue().replace(told, (10).to_bytes(4, "little")), name="bomb.xlsx")
    with pytest.raises(BleibError, match="2 GB"):
        heads.refuse_bombs(bomb.files)


def test_too_many_files_are_refused_with_a_sentence(client, anna, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_FILES", 150)
    client.force_login(anna)
    files = [SimpleUploadedFile(f"{number}.csv", b"a;b") for number in range(151)]
    answer = client.post("/imports/upload/", {"topic": "history", "files": files}, follow=True)
    assert "files in one go. Choose fewer" in answer.content.decode()
    assert not Upload.objects.exists()


def test_more_than_the_limit_is_refused_with_a_sentence(client, anna, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_BYTES", 10)
    client.force_login(anna)
    with open(__file__, "rb") as file:  # noqa: PTH123 - the client wants an open file
        answer = client.post("/imports/upload/", {"topic": "history", "files": file}, follow=True)
    assert "This is more than 4 GB in one go." in answer.content.decode()
    assert not Upload.objects.exists()


def test_files_are_taken_at_no_other_address(client, anna, home):
    client.force_login(anna)
    with open(__file__, "rb") as file:  # noqa: PTH123
        client.post("/me/", {"name": "Anna", "files": file})
    assert not list(home.rglob("*.upload"))


def test_a_packed_file_that_unpacks_to_too_much_is_refused(upload, monkeypatch):
    monkeypatch.setattr(heads, "MOST_UNPACKED", 1000)
    bomb = upload(gzip.compress(b"0" * 100_000), name="bomb.csv.gz")
    with pytest.raises(BleibError, match=r"bomb\.csv\.gz"):
        heads.refuse_bombs(bomb.files)


def _archive() -> bytes:
    """A small archive in which a sheet becomes large."""
    with zipfile.ZipFile(content := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000)
    return content.getvalue()


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"0" * 100_000, _archive()], ids=["gzip", "both"])
def test_a_workbook_packed_with_gzip_that_unpacks_to_too_much_is_refused(upload, now, monkeypatch, content):
    monkeypatch.setattr(heads, "MOST_SHEETS", 50_000)
    bomb = upload(gzip.compress(content), name="bomb.xlsx.gz")
    with pytest.raises(BleibError, match=r"bomb\.xlsx\.gz"):
        heads.refuse_bombs(bomb.files)
    with pytest.raises(BleibError, match=r"2 GB"):
        look(bomb, now=now)


def test_what_nobody_came_back_for_goes_after_three_days(upload, now):
    old, fresh = upload(), upload()
    Upload.objects.filter(pk=old.pk).update(created_at=now - timedelta(days=3, hours=1))
    tidy_uploads(now=now)
    assert list(Upload.objects.all()) == [fresh]
    assert (old.folder.exists(), fresh.folder.exists()) == (False, True)
