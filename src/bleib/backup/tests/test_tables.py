"""Every kind of value comes back as it was."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from bleib.backup.tables import plain


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 11, 21, 12, 30, 0, 123, tzinfo=UTC), "2026-11-21T12:30:00.000123+00:00"),
        (date(2026, 2, 28), "2026-02-28"),
        (Decimal("1234.5600"), "1234.5600"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (timedelta(days=1, seconds=5), "1 00:00:05"),
        (b"\x00\xff", "AP8="),
        (memoryview(b"\x00\xff"), "AP8="),
    ],
)
def test_what_json_has_no_word_for_is_written_as_text(value, text):
    assert plain(value) == text


def test_an_unknown_kind_of_value_is_an_error_that_names_it():
    with pytest.raises(TypeError, match="holds a complex"):
        plain(1j)
