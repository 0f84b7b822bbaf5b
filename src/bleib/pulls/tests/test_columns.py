"""What a column holds is told from its values."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pyarrow.parquet as pq
import pytest

from bleib.kernel.errors import BleibError
from bleib.pulls.spooling import Spool

DAY, MOMENT = date(2025, 1, 2), datetime(2025, 1, 2, 3, 4)  # noqa: DTZ001


def spooled(tmp_path, *batches):
    """One column, as it stands in the file: its type and its values."""
    spool = Spool(["a"], tmp_path / "a.parquet")
    for batch in batches:
        spool.write([(value,) for value in batch])
    spool.close()
    column = pq.read_table(tmp_path / "a.parquet")["a"]
    return str(column.type), column.to_pylist()


@pytest.mark.parametrize(
    ("values", "kind", "read"),
    [
        ([1, None, 2], "int64", [1, None, 2]),
        ([Decimal(10001)], "int64", [10001]),
        ([Decimal("1.25"), 2], "decimal128(38, 2)", [Decimal("1.25"), Decimal("2.00")]),
        ([2**70], "decimal128(38, 0)", [Decimal(2**70)]),
        ([1.5, 2], "double", [1.5, 2.0]),
        ([True, None], "bool", [True, None]),
        ([DAY, MOMENT], "timestamp[us]", [datetime(2025, 1, 2), MOMENT]),  # noqa: DTZ001
        ([MOMENT.replace(tzinfo=UTC)], "string", ["2025-01-02T03:04:00+00:00"]),
        ([UUID(int=1), time(8, 30)], "string", [str(UUID(int=1)), "08:30:00"]),
        ([1, "1a", DAY], "string", ["1", "1a", "2025-01-02"]),
        ([None], "string", [None]),
    ],
)
def test_a_batch_is_kept_as_what_it_holds(tmp_path, values, kind, read):
    assert spooled(tmp_path, values) == (kind, read)


def test_later_batches_widen_the_earlier_ones(tmp_path):
    assert spooled(tmp_path, [None], [1], [Decimal("0.125")], [2]) == (
        "decimal128(38, 3)", [None, Decimal("1.000"), Decimal("0.125"), Decimal("2.000")],
    )  # fmt: skip
    assert spooled(tmp_path, [DAY], [MOMENT])[0] == "timestamp[us]"
    assert spooled(tmp_path, [1], ["x"]) == ("string", ["1", "x"])


def test_bytes_are_refused_with_the_columns_name(tmp_path):
    with pytest.raises(BleibError, match="Spalte a"):
        spooled(tmp_path, [b"\x00"])
