"""A history as it was known on a day: what is dated later changes nothing."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from bleib.history.book import Book
from bleib.history.measuring import book
from bleib.history.past import past_of, past_of_facts
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.tests.killable import NOW
from bleib.kernel.errors import UsageError

pytestmark = pytest.mark.slow

FILE = """Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag
K1;7001;01.02.2025;A;1;10,00
K1;7002;09.03.2025;B;1;20,00
K1;7001;01.04.2025;A;-1;-10,00
K2;7003;09.02.2025;P;1;5,00
"""


@pytest.fixture
def read(tmp_path):
    """The book of the file above."""
    file = tmp_path / "orders.csv"
    file.write_text(FILE)
    with Reading(ReadOptions(non_goods=("P",)), now=NOW) as reading:
        reading.look([file])
        reading.read()
        yield book(reading, [file])


def orders(past, as_of: str) -> list[tuple[str, str, int]]:
    rows = past.at(date.fromisoformat(as_of)).run("select * from activity where orders > 0 order by day").to_pylist()
    return [(row["customer"], str(row["day"]), row["orders"]) for row in rows]


def test_a_later_cancellation_undoes_a_purchase_only_later(read: Book) -> None:
    with past_of(read) as past:
        assert orders(past, "2025-04-01") == [("K1", "2025-02-01", 1), ("K1", "2025-03-09", 1)]
        assert orders(past, "2025-04-02") == [("K1", "2025-03-09", 1)]


def test_seen_from_the_end_it_is_what_the_book_says(read: Book) -> None:
    with past_of(read) as past:
        for table in ("activity", "features", "contracts", "touchpoints"):
            query = f"select * from {table} order by all"
            assert past.at(read.until).run(query).equals(read.engine.run(query))
        assert (past.first_day, past.last_day) == (read.first_day, read.last_day)


def test_days_of_a_past_stand_side_by_side(read: Book) -> None:
    with past_of(read) as past:
        early, late = past.at(date(2025, 2, 2)), past.at(date(2025, 5, 1))
        count = "select count(*) as facts from facts"
        assert [engine.run(count)["facts"].to_pylist() for engine in (early, late, early)] == [[1], [4], [1]]


def test_whole_numbers_are_amounts_and_words_are_none():
    bought = pa.table({"customer": ["A"], "type": ["order"], "occurred_on": [date(2025, 1, 1)]})
    with past_of_facts(bought.append_column("amount", [[7]])) as past:
        assert past.at(date(2025, 2, 1)).run("select revenue::integer as r from activity").to_pylist() == [{"r": 7}]
    wrong = bought.append_column("amount", [["much"]])
    with pytest.raises(UsageError, match="column amount cannot be read"), past_of_facts(wrong):
        pass


def test_a_table_of_facts_needs_three_columns():
    lacking = pa.table({"customer": ["A"]})
    with pytest.raises(UsageError, match="lack the column type, occurred_on"), past_of_facts(lacking):
        pass
