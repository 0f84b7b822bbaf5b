"""The real files of ../shared/data, with the fewest options each; what they have to give is written there."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading

pytestmark = pytest.mark.slow


def orders_and_customers(found):
    refs = {fact.ref for fact in found.facts}
    customers = {fact.customer for fact in found.facts} - {None}
    return len(refs), len(customers)


@pytest.fixture(scope="module")
def online_retail(shared_data):
    """The figures that README.md of the data gives, asked with SQL: 823,643 lines are many for Python."""
    options = ReadOptions(source_column="sheet", currency="GBP")
    with Reading(options, now=datetime(2026, 11, 21, tzinfo=UTC)) as reading:
        reading.look([shared_data / "online_retail_ii" / "online_retail_II_until_2011-08-31.parquet"])
        counts = reading.read()
        total = reading.connection.execute("SELECT sum(amount) FROM staged").fetchall()[0][0]
        purchases = reading.connection.execute(
            "SELECT count(*), count(DISTINCT customer), count(DISTINCT ref), sum(amount) FROM staged "
            "WHERE type = 'order' AND customer IS NOT NULL AND quantity > 0 AND amount > 0"
        ).fetchall()[0]
    return counts, total, purchases


def test_online_retail_counts_and_sum(online_retail):
    counts, total, _ = online_retail
    assert (counts.read, counts.accepted, counts.duplicates, counts.rejected) == (846_166, 823_643, 22_523, 0)
    assert total == Decimal("14923927.566")


def test_online_retail_purchases(online_retail):
    assert online_retail[2] == (619_627, 5_249, 29_850, Decimal("13759365.836"))


def test_german_erp_export_in_windows_1252(shared_data, read_paths):
    found = read_paths(shared_data / "imports" / "rechnungspositionen_2010-11_cp1252.csv.gz", currency="GBP")
    assert found.counts.accepted == 78_015
    assert orders_and_customers(found) == (3_669, 1_683)
    assert round(found.total, 2) == Decimal("1422654.64")


def test_cdnow_without_headings(shared_data, read_paths):
    found = read_paths(shared_data / "cdnow" / "CDNOW_sample.txt")
    assert found.counts.accepted == 6_919
    assert orders_and_customers(found) == (1, 2_357)
    assert sum(fact.amount == 0 for fact in found.facts) == 8


def test_northwinds_folder(shared_data, read_paths):
    found = read_paths(shared_data / "northwind")
    assert found.counts.accepted == 2_155
    assert orders_and_customers(found) == (830, 89)
    assert found.names["ALFKI"] == ("Alfreds Futterkiste", "Germany")
    assert "before discounts" in found.note


def test_shopware_orders(shared_data, read_paths):
    found = read_paths(shared_data / "imports" / "shopware5" / "OrderImport.csv")
    assert (found.counts.accepted, found.currency) == (17, "EUR")
    assert orders_and_customers(found) == (4, 2)


def test_a_folder_of_all_shopware_exports(shared_data, read_paths):
    assert read_paths(shared_data / "imports" / "shopware5").counts.accepted == 17


def test_ravenstack_subscriptions(shared_data, read_paths):
    found = read_paths(shared_data / "ravenstack" / "ravenstack_subscriptions.csv")
    assert found.counts.accepted == 5_000
    assert orders_and_customers(found) == (5_000, 500)


def test_of_ravenstacks_folder_the_subscriptions_are_orders(shared_data, read_paths):
    found = read_paths(shared_data / "ravenstack")
    assert [note.name for note in found.notes if note.role == "lines"] == ["ravenstack_subscriptions.csv"]


def test_sales_pipeline_rejects_open_deals(shared_data, read_paths):
    found = read_paths(shared_data / "crm_sales_opportunities" / "sales_pipeline.csv")
    assert (found.counts.read, found.counts.rejected) == (8_800, 2_089)
    assert found.total == Decimal(10_005_534)
    assert {each.code for each in found.rejects} == {"missing_at"}
