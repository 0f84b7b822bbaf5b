"""Who has which contract, as far as the history knows: rows that name only a contract are its customer's."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from bleib.history.events.reading import CONTRACTS
from bleib.history.lake import Lake, claimed, newest

OF_CONTRACTS = "('contract_started', 'contract_changed')"


def contract_customers(home: Path) -> pa.Table:
    """The columns of CONTRACTS, for numbers that only one customer has; nothing where there is no installation."""
    if not (home / "facts").exists():
        return CONTRACTS.empty_table()
    claims = f"select * from ({claimed(Lake(home).files())}) where type in {OF_CONTRACTS}"
    with duckdb.connect() as connection:
        known = connection.sql(
            f"select ref as contract, any_value(customer) as customer from ({newest(claims)}) "
            "where not retracted and ref is not null group by 1 having count(distinct customer) = 1"
        )
        return known.to_arrow_table().cast(CONTRACTS)
