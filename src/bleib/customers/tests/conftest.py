"""Files as people write them, read at one fixed moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bleib.customers.importing.plan import Wishes
from bleib.customers.importing.run import Imported, import_customers
from bleib.customers.models import Contract, Customer

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
Bring = Callable[..., Imported]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    """Reject files go into a folder of the test's own."""
    settings.HOME = tmp_path / "home"
    settings.TIME_ZONE = "Europe/Berlin"
    return settings.HOME


@pytest.fixture
def bring(tmp_path) -> Bring:
    """Import lines as a file; further arguments are wishes, but `encoding`, `dry_run`, `now`, `name`."""

    def importing(text: str, *, encoding="utf-8", dry_run=False, now=NOW, name="list.csv", **wishes) -> Imported:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return import_customers([str(path)], wishes=Wishes(**wishes), now=now, dry_run=dry_run)

    return importing


@pytest.fixture
def customer(db) -> Callable[..., Customer]:
    """A customer by number and whatever else is known."""

    def make(number: str, **fields) -> Customer:
        return Customer.objects.create(number=number, created_at=NOW, **fields)

    return make


@pytest.fixture
def contract(db) -> Callable[..., Contract]:
    """A contract of a customer from a day on, for an amount a month."""

    def make(of: Customer, number: str, starts_on: date, amount: str = "100", **terms) -> Contract:
        made = Contract(number=number, customer=of, starts_on=starts_on, **terms)
        made.agree(Decimal(amount), now=NOW)
        return made

    return make
