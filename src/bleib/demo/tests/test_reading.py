from datetime import UTC, datetime

import pytest

from bleib.demo import folder_name, truth_of, write_exports
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reading(company, tmp_path_factory):
    """The demo company's files as the import reads them, without a single flag."""
    files = write_exports(company, tmp_path_factory.mktemp("exports") / folder_name(company.until))
    with Reading(ReadOptions(), now=datetime(2026, 11, 21, tzinfo=UTC)) as reading:
        reading.look(files)
        reading.read()
        yield reading


@pytest.fixture(scope="module")
def truth(company):
    return truth_of(company)


def staged(reading, what):
    return reading.connection.execute(f"select {what} from staged").fetchone()


def test_the_import_counts_what_the_truth_says(reading, truth):
    counts = reading.counts
    assert (counts.accepted, counts.duplicates) == (truth.accepted, truth.duplicates)
    assert (counts.without_customer, counts.cancellations) == (truth.without_customer, truth.credit_lines)


def test_every_spoilt_line_is_rejected_and_no_other(reading, truth):
    assert reading.counts.rejected == truth.unreadable_dates + truth.headings_again + truth.totals


def test_revenue_is_exact_to_the_cent(reading, truth):
    assert staged(reading, "sum(amount)") == (truth.revenue,)


def test_all_customers_arrive_with_their_names(reading, company):
    named = dict(reading.connection.execute("select customer, name from staged_names").fetchall())
    assert named == {number: customer.name for number, customer in company.by_number.items()}


def test_no_order_is_lost(reading, truth):
    assert staged(reading, "count(distinct ref) filter (where customer is not null and amount > 0)") == (truth.orders,)
