"""The one SELECT that derives `customers` from `activity` (names and countries null)."""

from __future__ import annotations

from importlib.resources import files

CUSTOMERS_SQL = (files("bleib.history") / "customers.sql").read_text(encoding="utf-8")
