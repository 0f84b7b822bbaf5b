"""What somebody else has put together is refused with a sentence, and writes nothing outside."""

import json
import tarfile
from contextlib import suppress
from io import BytesIO

import pytest

from bleib.backup.archive import unpack
from bleib.kernel.errors import BleibError

WHOLE = {"format": 1, "bleib": "1", "made_at": "", "migrations": [], "tables": {}, "files": {}}


@pytest.fixture
def archive(tmp_path):
    """Writes an archive with this manifest, and a file under that name."""

    def write(manifest, name="home/a"):
        path = tmp_path / "a.tar"
        with tarfile.open(path, "w") as tar:
            for member, text in {name: "{}", "manifest.json": json.dumps(manifest)}.items():
                told = tarfile.TarInfo(member)
                told.size = len(text)
                tar.addfile(told, BytesIO(text.encode()))
        return path

    return write


@pytest.mark.parametrize("manifest", [[], {}, {"format": 2}, {"format": 1}, {**WHOLE, "files": {"home/b": "0"}}])
def test_a_manifest_that_says_too_little_or_something_else_is_refused(archive, tmp_path, manifest):
    with pytest.raises(BleibError):
        unpack(archive(manifest), tmp_path / "into")


@pytest.mark.parametrize("name", ["../outside", "home/../../outside", "/outside"])
def test_no_name_leads_outside(archive, tmp_path, name):
    into = tmp_path / "deep" / "into"
    with suppress(BleibError):  # a leading slash is taken off, which is as good
        unpack(archive(WHOLE, name), into)
    assert [file for file in tmp_path.rglob("outside") if into not in file.parents] == []
