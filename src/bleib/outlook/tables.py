"""Rows of Outlook as a table, for rules."""

from __future__ import annotations

import pyarrow as pa

NUMBERS = ("leave", "leave_low", "leave_high", "leave_before", "orders", "revenue", "value", "at_risk")
SCHEMA = pa.schema([("customer", pa.string()), *((name, pa.float64()) for name in NUMBERS)])
