"""The figures of ../shared/data/README.md, from purchases summed up to customer-days here."""

from decimal import Decimal

import duckdb
import pytest

from bleib import metrics
from bleib.kernel.windows import Window
from bleib.metrics.tests.story import one_row

RETAIL = """
    select
        CustomerID as customer,
        cast(InvoiceDate as date) as day,
        count(distinct Invoice) as orders,
        count(*) as lines,
        sum(cast(Quantity * Price as decimal(38, 4))) as revenue
    from read_parquet($file)
    where (sheet like '%2010-2011%' or InvoiceDate < timestamp '2010-12-01')
        and CustomerID is not null and Invoice not like 'C%' and Quantity > 0 and Price > 0
    group by 1, 2
"""

NORTHWIND = """
    select customer_id as customer, cast(order_date as date) as day, count(*) as orders
    from read_csv($file)
    group by 1, 2
"""


@pytest.fixture(scope="module")
def retail(shared_data):
    file = shared_data / "online_retail_ii" / "online_retail_II_until_2011-08-31.parquet"
    return duckdb.sql(RETAIL, params={"file": str(file)}).to_arrow_table()


@pytest.mark.parametrize(
    ("base", "next", "counts", "crr", "naive_crr"),
    [
        ("2009-12-01..2010-06-01", "2010-06-01..2010-12-01", (2703, 3497, 1563, 0, 1934), 71.5501, 71.5501),
        ("2010-03-01..2010-09-01", "2010-09-01..2011-03-01", (2868, 3358, 1216, 192, 1950), 67.9916, 74.6862),
        ("2011-03-01..2011-06-01", "2011-06-01..2011-09-01", (1993, 1948, 316, 504, 1128), 56.5981, 81.8866),
        ("2011-07-01..2011-08-01", "2011-08-01..2011-09-01", (949, 935, 106, 441, 388), 40.8851, 87.3551),
    ],
)
def test_online_retail(retail, base, next, counts, crr, naive_crr):
    row = one_row(metrics.retention(retail, base=Window.parse(base), next=Window.parse(next)))
    assert tuple(row[name] for name in ("customers_start", "customers_end", "new", "won_back", "kept")) == counts
    assert (round(row["crr"], 4), round(row["naive_crr"], 4)) == (crr, naive_crr)


def test_online_retails_totals_and_repeat_share(retail):
    row = one_row(metrics.totals(retail, until="2011-09-01"))
    assert (row["customers"], row["lines"], round(row["revenue"], 2)) == (5249, 619627, Decimal("13759365.84"))
    assert one_row(metrics.repeat_share(retail, until="2011-09-01"))["repeat_share"] == pytest.approx(69.8, abs=0.1)


def test_northwind(shared_data):
    file = shared_data / "northwind" / "orders.csv"
    orders = duckdb.sql(NORTHWIND, params={"file": str(file)}).to_arrow_table()
    windows = {"base": Window.parse("1997-05-01..1997-11-01"), "next": Window.parse("1997-11-01..1998-05-01")}
    row = one_row(metrics.retention(orders, **windows))
    assert (row["kept"], row["customers_start"]) == (67, 71)
