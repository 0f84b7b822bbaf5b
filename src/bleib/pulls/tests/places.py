"""Orders of a shop, in a file and in a database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bleib.history.models import Import

ORDERS = "Belegnr;Datum;Kundennr;Betrag\nR1;01.02.2025;K1;10,50\nR2;13.02.2025;K2;20,00\nR3;x;K2;5,00\n"
LATER = "Belegnr;Datum;Kundennr;Betrag\nR4;15.03.2025;K1;7,00\n"
SCHEMA = """
create table orders (nr text, placed_on text, customer text, amount numeric, changed_at text);
insert into orders values
    ('R1', '2025-02-01', 'K1', 10.50, '2025-02-01 09:00:00'), ('R2', '2025-02-13', 'K2', 20, '2025-02-13 10:00:00');
"""
QUERY = """
select nr as "Belegnr", placed_on as "Datum", customer as "Kundennr", amount as "Betrag", changed_at
from orders where changed_at >= :since order by changed_at, nr
"""


def buy(shop: Path, nr: str, *, amount: float, at: str) -> None:
    """One order more in the database of the shop."""
    with closing(sqlite3.connect(shop)) as connection, connection:
        connection.execute("insert into orders values (?, ?, 'K3', ?, ?)", (nr, at[:10], amount, at))


def imported() -> list[tuple[int, int]]:
    """Accepted and rejected lines of each import, the first one first."""
    done = Import.objects.done().order_by("pk")
    return [(each.counted.accepted, each.counted.rejected) for each in done]
