"""A mapping that was corrected once is kept under a name."""

from __future__ import annotations

import pytest

from bleib.history.sources.presets import load_preset, save_preset
from bleib.kernel.errors import BleibError, UsageError

COLUMNS = {"customer": "Größe", "amount": ""}


def test_what_was_saved_is_loaded(tmp_path):
    save_preset("sage-50", tmp_path / "new", COLUMNS)
    assert load_preset("sage-50", tmp_path / "new") == COLUMNS


def test_a_preset_is_replaced_as_a_whole(tmp_path):
    save_preset("erp", tmp_path, COLUMNS)
    save_preset("erp", tmp_path, {"at": "Datum"})
    assert load_preset("erp", tmp_path) == {"at": "Datum"}
    assert [path.name for path in tmp_path.iterdir()] == ["erp.json"]


def test_a_preset_of_a_colleague_is_named_by_its_file(tmp_path):
    path = save_preset("erp", tmp_path, COLUMNS)
    assert load_preset(str(path), tmp_path / "elsewhere") == COLUMNS


def test_an_unknown_preset_names_the_known_ones(tmp_path):
    save_preset("erp", tmp_path, COLUMNS)
    with pytest.raises(UsageError, match=r"--preset shop: there is no such preset. Saved presets: erp"):
        load_preset("shop", tmp_path)


@pytest.mark.parametrize("name", ["", "a/b", "../up", "a b", "x" * 61])
def test_names_that_could_leave_the_folder_are_refused(tmp_path, name):
    with pytest.raises(UsageError, match="letters, digits, - and _"):
        save_preset(name, tmp_path, COLUMNS)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"columns": 3}', '{"columns": {"kunde": "A"}}', "\x00"])
def test_a_file_that_is_no_preset_is_said(tmp_path, content):
    (tmp_path / "erp.json").write_text(content)
    with pytest.raises(BleibError, match="not a preset of Bleib"):
        load_preset("erp", tmp_path)
