"""Lists as files: all that fits, no formulas, and the log knows."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.models import Entry
from bleib.console.customers.sheets import csv_lines, guarded
from bleib.console.customers.views import export
from bleib.customers.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, anna, monkeypatch):
    monkeypatch.setattr(export, "AT_ONCE", 3)
    client.force_login(anna)
    return client


def test_csv_holds_everybody_who_fits_with_the_columns_shown(browser, company):
    query = "sort=name&order=up&show=country&show=revenue_year&show=overdue"
    answer = browser.post("/customers/export/", {"format": "csv", "query": query})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[:3] == [
        "Number,Name,Country,Revenue of its last year,Overdue since",
        "K-100,Äpfel AG,AT,500.00,",
        "K-101,Birnen GmbH,DE,501.00,2026-05-21",
    ]
    assert len(lines) == 5
    assert Entry.objects.get(verb="customers.exported").data["parameters"]["number"] == 4


def test_a_workbook_holds_the_same_with_types(browser, company):
    answer = browser.post("/customers/export/", {"format": "xlsx", "query": "country=AT&show=orders&show=last_on"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0] == ["Number", "Name", "Last order", "Orders"]
    assert rows[1][:2] == ["K-100", "Äpfel AG"]
    assert (rows[1][2].isoformat(), rows[1][3]) == ("2026-05-01", 4)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx"])
def test_a_name_is_no_formula(browser, company, name):
    Customer.objects.filter(number="K-100").update(name=name)
    answer = browser.post("/customers/export/", {"format": "csv", "query": "country=AT"})
    assert f",'{name}" in b"".join(answer.streaming_content).decode() or guarded(name) == f"'{name}"


def test_german_spreadsheets_get_semicolons_and_decimal_commas():
    [text] = csv_lines(["Umsatz"], [[1.5], [-2.25]], german=True)
    assert text == "\ufeffUmsatz\r\n1,50\r\n-2,25\r\n"


def test_who_may_not_export_does_not(client, company):
    client.force_login(colleague(Role.SALES))
    assert client.post("/customers/export/", {"format": "csv"}).status_code == 403
