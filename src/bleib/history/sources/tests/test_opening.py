"""Files, folders and globs; names of all kinds; what cannot be read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from bleib.history.sources.opening import find_files
from bleib.kernel.errors import BleibError

ORDERS = "Kundennr;Rechnungsdatum;Betrag\n{0};01.02.2025;1,50\n"


def names(*arguments):
    return [file.name for file in find_files(arguments)]


@pytest.fixture
def folder(write, tmp_path):
    for name in ("b.csv", "a.csv", ".hidden.csv", "notes.md", "deep/c.csv"):
        write(ORDERS.format(name), f"export/{name}")
    return tmp_path / "export"


def test_a_folder_is_read_in_the_order_of_its_names(folder):
    assert names(folder) == ["a.csv", "b.csv"]


@pytest.mark.parametrize("pattern", ["", "/*.csv"])
def test_what_is_later_is_named_later(write, tmp_path, pattern):
    order = ["2025-9.csv", "2025-10.csv", "export.csv", "export (1).csv", "export (10).csv", "Export-2.csv"]
    for name in sorted(order):
        write(ORDERS.format(name), f"later/{name}")
    assert names(f"{tmp_path / 'later'}{pattern}") == order


def test_globs_reach_into_folders(folder):
    assert names(f"{folder}/**/*.csv") == ["a.csv", "b.csv", "c.csv"]


def test_files_keep_the_order_in_which_they_were_named(folder):
    assert names(folder / "b.csv", folder) == ["b.csv", "a.csv"]


@pytest.mark.parametrize(
    "name", ["it's.csv", 'a"b.csv', "März (1).csv", "a\nb.csv", "export[1].csv", "*.csv", "q?.csv", "-x.csv", "{x}.csv"]
)
def test_file_names_of_all_kinds(write, read_paths, name):
    write(ORDERS.format("other"), "export1.csv")
    assert read_paths(write(ORDERS.format("mine"), name)).each("customer") == ["mine"]


def test_a_name_from_an_archive_packed_on_windows(write, read_paths):
    found = read_paths(write(ORDERS.format("K1"), os.fsdecode("März.csv".encode("cp1252"))))
    assert (found.each("customer"), [note.name for note in found.notes]) == (["K1"], ["M\ufffdrz.csv"])


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (os.urandom(4_000), "binary file"),
        (gzip.compress(os.urandom(4_000)), "binary file"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"PAR1" + bytes(50), "Parquet file is damaged"),
        (b"PK\x03\x04" + bytes(50), "ZIP archive"),
        (gzip.compress(ORDERS.encode())[:12], "cannot be read"),
    ],
    ids=["empty", "binary", "packed binary", "PDF", "Parquet", "ZIP", "cut off"],
)
def test_what_lies_in_a_folder_and_cannot_be_read_is_noted(write, folder, read_paths, content, what):
    write(content, "export/strange.csv")
    found = read_paths(folder)
    assert found.counts.read == 2
    assert [note.name for note in found.notes if what in note.note.en] == ["strange.csv"]


@pytest.mark.parametrize("missing", ["nothing.csv", "*.nothing", "x" * 3_000, "~nobody-at-all/x.csv"])
def test_what_does_not_exist_is_named(tmp_path, missing):
    with pytest.raises(BleibError, match=r"(no such file or folder|cannot be read)"):
        find_files([missing if missing.startswith("~") else tmp_path / missing])


def test_nothing_in_a_folder_is_said(tmp_path):
    with pytest.raises(BleibError, match="There is nothing to read"):
        find_files([tmp_path])


def test_a_dangling_link_is_no_file(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere.csv")
    with pytest.raises(BleibError, match="no such file"):
        find_files([tmp_path / "link.csv"])


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(BleibError, match="pipe or a device"):
        find_files([tmp_path / "pipe.csv"])


def test_a_file_that_may_not_be_read_is_named(write, monkeypatch):
    path = write(ORDERS)

    def refuse(self, *arguments, **options):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BleibError, match=r"orders.csv: cannot be read .*Permission denied"):
        find_files([path])


def test_a_folder_that_may_not_be_listed_is_named(tmp_path, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(BleibError, match=r"cannot be read .*Permission denied"):
        find_files([tmp_path])
