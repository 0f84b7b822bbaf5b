"""Whatever stands in a file: the counts add up, nobody sees a traceback, and the same file twice changes nothing."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bleib.customers.importing.plan import Wishes
from bleib.customers.importing.run import import_customers
from bleib.customers.models import Contact, Contract, ContractVersion, Customer, Standing
from bleib.kernel.errors import BleibError

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TEXT = st.text(max_size=12).map(lambda text: text.encode("utf-8", "ignore").decode())
WORD = st.sampled_from(["1", "2", "3", "007", "", " ", "null", "Ä GmbH", "x@y-ag.de", "X@Y-AG.DE", "a@gmx.de"])
CELL = st.one_of(WORD, TEXT)
HEADINGS = ["Kundennummer", "Firma", "E-Mail", "Nachname", "Vorname", "Land", "USt-IdNr.", "Konzern", "Tags", "Rolle"]
DAY = st.sampled_from(["01.02.2025", "31.12.2024", "2025-02-30", "", "irgendwann", "15.06.2026"])
AMOUNT = st.sampled_from(["10,50", "0", "-3", "", "viel", "1.234,00", "99999999999999999"])
CONTRACT_HEADINGS = [
    *("Vertragsnr", "Kundennr", "Vertragsbeginn", "Vertragsende"),
    *("Monatsbetrag", "Produkt", "Kündigungsfrist"),
]
LINES = st.lists(st.tuples(*(CELL for _ in HEADINGS)), min_size=1, max_size=8)
NOTICE = st.sampled_from(["3 Monate", "", "bald", "14 Tage"])
CONTRACTS = st.lists(st.tuples(WORD, WORD, DAY, DAY, AMOUNT, WORD, NOTICE), min_size=1, max_size=8)
MODELS = (Customer, Contact, Contract, ContractVersion, Standing)


def state():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def bring(path, headings, rows):
    """The counts, or None where a sentence says why nothing could be used."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([headings, *rows])
    path.write_text(stream.getvalue(), encoding="utf-8")
    try:
        return import_customers([str(path)], wishes=Wishes(), now=NOW).counts
    except BleibError:  # a sentence: nothing was usable
        return None


def check(path, headings, rows):
    with transaction.atomic():
        counts = bring(path, headings, rows)
        if counts is not None:
            assert counts["read"] == sum(counts[name] for name in ("created", "updated", "unchanged", "rejected"))
            before = state()
            again = bring(path, headings, rows)
            assert again["unchanged"] + again["rejected"] == again["read"]
            assert state() == before
        transaction.set_rollback(True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rows=LINES)
def test_customers(tmp_path, rows):
    check(tmp_path / "list.csv", HEADINGS, rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rows=CONTRACTS)
def test_contracts(tmp_path, rows):
    check(tmp_path / "contracts.csv", CONTRACT_HEADINGS, rows)
