"""Property: whatever dialect a table of orders is written in, the same facts come back; broken files break nothing."""

from __future__ import annotations

import csv
import gzip
import io
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bleib.history.sources.options import DateOrder
from bleib.kernel.errors import BleibError

pytestmark = pytest.mark.slow

KEYS = ("customer", "order", "at", "product", "quantity", "amount")
HEADINGS = {
    "de": dict(
        zip(KEYS, ("Kundennr", "Belegnummer", "Belegdatum", "Bezeichnung", "Menge", "Nettobetrag"), strict=True)
    ),
    "en": dict(zip(KEYS, ("Customer ID", "order_no", "Order date", "description", "Qty", "Line total"), strict=True)),
}
DATES = {
    "%d.%m.%Y": None,
    "%d.%m.%Y %H:%M": None,
    "%Y-%m-%d": None,
    "%Y-%m-%dT%H:%M:%S": None,
    "%Y%m%d": None,
    "%d/%m/%Y": DateOrder.DAY_FIRST,
    "%m/%d/%Y %I:%M %p": DateOrder.MONTH_FIRST,
    "%d %b %Y": None,
}


@dataclass(frozen=True)
class Written:
    """How a table is put down."""

    delimiter: str
    quote_all: bool
    encoding: str
    ending: str
    mark: str
    date: str
    lang: str
    columns: tuple[str, ...]
    packed: bool


dialects = st.builds(
    Written,
    delimiter=st.sampled_from(";,\t|"),
    quote_all=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(",."),
    date=st.sampled_from(list(DATES)),
    lang=st.sampled_from(list(HEADINGS)),
    columns=st.permutations(KEYS).map(tuple),
    packed=st.booleans(),
)
names = st.text("aäÖß 5'\";,|\n.", min_size=1, max_size=12).map(str.strip).filter(bool)
money = st.decimals(min_value=-99_999, max_value=999_999, places=2)
instants = st.datetimes(datetime(1995, 1, 1), datetime(2026, 11, 1)).map(  # noqa: DTZ001 (local times)
    lambda each: each.replace(hour=12, second=0, microsecond=0)
)
lines = st.tuples(names, st.integers(-9, 99), money)
orders = st.lists(
    st.tuples(st.sampled_from(["K1", "K2", "0815", ""]), instants, st.lists(lines, min_size=1, max_size=3)),
    min_size=1,
    max_size=8,
)
quick = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def rows_of(some_orders, first: int = 1):
    """Order lines as (customer, order, at, product, quantity, amount)."""
    return [
        (customer, f"R{number}", at, product, quantity, amount)
        for number, (customer, at, positions) in enumerate(some_orders, start=first)
        for product, quantity, amount in positions
    ]


def put_down(rows, how: Written) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=how.delimiter,
        quoting=csv.QUOTE_ALL if how.quote_all else csv.QUOTE_MINIMAL,
        lineterminator=how.ending,
    )
    writer.writerow(HEADINGS[how.lang][key] for key in how.columns)
    for customer, order, at, product, quantity, amount in rows:
        said = {"customer": customer, "order": order, "product": product, "quantity": str(quantity)}
        said |= {"at": at.strftime(how.date), "amount": f"{amount:.2f}".replace(".", how.mark)}
        writer.writerow(said[key] for key in how.columns)
    raw = text.getvalue().encode(how.encoding)
    return gzip.compress(raw, 1) if how.packed else raw


def content(found):
    return Counter(
        (fact.customer, fact.ref, fact.day, fact.product, fact.quantity, fact.amount) for fact in found.facts
    )


def expected(rows):
    return Counter(
        (
            customer or None,
            order,
            at.date(),
            re.sub("\r?\n", " ", product),
            Decimal(quantity),
            amount,
        )
        for customer, order, at, product, quantity, amount in rows
    )


def read_bytes(read_paths, *contents: bytes, **options):
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.csv" for number in range(len(contents))]
        for path, raw in zip(paths, contents, strict=True):
            path.write_bytes(raw)
        return read_paths(*paths, **options)


@quick
@given(some_orders=orders, how=dialects)
def test_what_was_written_in_any_dialect_is_read(read_paths, some_orders, how):
    rows = rows_of(some_orders)
    found = read_bytes(read_paths, put_down(rows, how), date_order=DATES[how.date])
    assert content(found) == expected(rows)
    assert (found.counts.read, found.counts.duplicates, found.counts.rejected) == (len(rows), 0, 0)


@quick
@given(some_orders=orders, how=dialects, cuts=st.tuples(st.integers(0, 8), st.integers(0, 8)))
def test_two_overlapping_files_give_the_same_facts_as_one(read_paths, some_orders, how, cuts):
    start, end = min(cuts), max(cuts)
    early, late = rows_of(some_orders[: end + 1]), rows_of(some_orders[start:], first=start + 1)
    options = {"date_order": DATES[how.date]}
    once = read_bytes(read_paths, put_down(rows_of(some_orders), how), **options)
    if not late:
        return
    twice = read_bytes(read_paths, put_down(early, how), put_down(late, how), **options)
    assert twice.facts == once.facts
    assert twice.counts.duplicates == len(early) + len(late) - len(once.facts)


def mangled(raw: bytes, harm) -> bytes:
    """Bytes turned, lines cut, lines doubled and junk put in between."""
    for kind, place, junk in harm:
        raw = harmed(raw, kind, place % (len(raw) + 1), junk)
    return raw


def harmed(raw: bytes, kind: str, at: int, junk: bytes) -> bytes:
    line = raw.rfind(b"\n", 0, at) + 1
    match kind:
        case "flip":
            return raw[:at] + junk[:1] + raw[at + 1 :]
        case "cut":
            return raw[:at] + raw[at + 7 :]
        case "junk":
            return raw[:line] + junk + b"\n" + raw[line:]
        case "double":
            return raw[:line] + raw[line:] * 2
        case _:
            return raw[:at]


damage = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "junk", "double", "end"]),
        st.integers(0, 5_000),
        st.one_of(st.binary(max_size=8), st.sampled_from([b'"', b";;;;;;;;", b"\xe4", b"\x00", b"Summe;;;;;1,00"])),
    ),
    min_size=1,
    max_size=5,
)


def read_or_sentence(read_paths, raw: bytes):
    """What was read, or None where one sentence said why nothing could be."""
    try:
        return read_bytes(read_paths, raw, date_order=DateOrder.DAY_FIRST)
    except BleibError:
        return None


@settings(quick, max_examples=60)
@given(some_orders=orders, how=dialects, harm=damage)
def test_a_mangled_file_is_read_or_refused_and_its_counts_add_up(read_paths, some_orders, how, harm):
    found = read_or_sentence(read_paths, mangled(put_down(rows_of(some_orders), how), harm))
    if found is not None:
        assert found.counts.read == len(found.facts) + len(found.rejects)
        assert found.counts.duplicates == 0
        assert len({fact.id for fact in found.facts}) == len(found.facts)


@settings(quick, max_examples=30)
@given(some_orders=orders, how=dialects, harm=damage)
def test_what_was_accepted_can_be_written_and_read_again(read_paths, some_orders, how, harm):
    found = read_or_sentence(read_paths, mangled(put_down(rows_of(some_orders), how), harm))
    if found is None or any(fact.amount is None for fact in found.facts):
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(("customer_id", "order_no", "date", "product_code", "quantity", "amount"))
    writer.writerows(
        (fact.customer, fact.ref, fact.occurred_at.isoformat(), fact.product, fact.quantity, fact.amount)
        for fact in found.facts
    )
    again = read_bytes(read_paths, text.getvalue().encode())
    assert content(again) == content(found)


@pytest.mark.parametrize(
    "raw", [b"\n" * 99, b";" * 99, b'"' * 99, b"\x00" * 99, b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;"]
)
def test_files_of_marks_only_are_refused(read_paths, raw):
    assert read_or_sentence(read_paths, raw) is None
