"""The month that the tests of this room are about."""

from __future__ import annotations

from datetime import date

MAY = date(2026, 5, 1)
