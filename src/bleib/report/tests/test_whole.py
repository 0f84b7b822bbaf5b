import os
import stat
from pathlib import Path

import pytest

from bleib.report.whole import write_whole


def full(_):
    raise OSError(28, "No space left on device")


def test_a_file_holds_what_was_written_and_nothing_stands_beside_it(tmp_path):
    write_whole(tmp_path / "report.html", "größer")
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "größer"


def test_a_full_disk_leaves_the_file_that_was_there(tmp_path, monkeypatch):
    (tmp_path / "report.html").write_text("before")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "report.html", "after")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["before"]


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "report.html", "after")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_still_refused(tmp_path):
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, "text")


def test_a_link_is_followed_and_permissions_stay(tmp_path):
    (tmp_path / "real.html").write_text("before")
    (tmp_path / "real.html").chmod(0o600)
    (tmp_path / "link.html").symlink_to("real.html")
    write_whole(tmp_path / "link.html", "after")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "after"
    assert stat.S_IMODE((tmp_path / "real.html").stat().st_mode) == 0o600


def test_a_device_is_written_to():
    write_whole(Path(os.devnull), "text")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
