"""Who was erased does not come back with a file that still names them."""

from __future__ import annotations

from typing import Any

from bleib.history.api import erased_among
from bleib.history.models import ErasedNumber


def leave_out_erased(connection: Any, table: str) -> None:
    """Reject the lines of a staged table (file, line, number) whose number is that of an erased customer."""
    if not ErasedNumber.objects.exists():
        return
    numbers = connection.sql(f"SELECT DISTINCT number FROM {table}").to_arrow_table()["number"].to_pylist()
    erased = erased_among(numbers)
    for number in sorted(erased):
        connection.execute(
            f"INSERT INTO rejected SELECT file, line, 'number', number, 'erased', true FROM {table} WHERE number = ?",
            [number],
        )
        connection.execute(f"DELETE FROM {table} WHERE number = ?", [number])
