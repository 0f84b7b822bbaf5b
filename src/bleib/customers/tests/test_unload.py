"""What goes into the database in bulk comes out again in bulk, as it was."""

import pyarrow as pa
import pytest

from bleib.customers.importing import unload
from bleib.customers.importing.load import load_rows

pytestmark = pytest.mark.django_db
COLUMNS = {"number": "bigint", "word": "text"}
ROWS = [(1, 'it\'s "quoted"\n'), (2, None), (3, "Müller ☂"), (2**62, "")]
SCHEMA = pa.schema([("number", pa.int64()), ("word", pa.string())])


def test_rows_come_out_as_they_went_in_whatever_they_say(monkeypatch):
    monkeypatch.setattr(unload, "ROWS", 2)
    load_rows(ROWS, name="given", columns=COLUMNS)
    table = unload.unload_table({"number": "number", "word": "word"}, "given", by="number", schema=SCHEMA)
    assert sorted(zip(*table.to_pydict().values(), strict=True)) == sorted(ROWS)


def test_of_nothing_there_is_an_empty_table():
    load_rows([], name="given", columns=COLUMNS)
    assert unload.unload_table({"number": "number", "word": "word"}, "given", by="number", schema=SCHEMA).num_rows == 0
