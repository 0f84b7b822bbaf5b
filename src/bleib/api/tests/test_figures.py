"""What Bleib concludes, over the API: lights, forecasts, metrics; and tasks, and files of customers."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from bleib.accounts.api import Scope
from bleib.audit.api import Entry
from bleib.customers.models import Customer
from bleib.figures.models import CustomerFigures
from bleib.lights.models import Light, LightReason
from bleib.outlook.models import Outlook, Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(now):
    """Three customers with figures: two red, one green; the second has the most revenue."""
    made = [Customer.objects.create(number=f"100{n}", name=name, created_at=now) for n, name in enumerate("ABC")]
    for each, (colour, rank, revenue) in zip(made, (("red", 3, 100), ("red", 3, 900), ("green", 1, 500)), strict=True):
        CustomerFigures.objects.create(customer=each, light=rank, revenue_year=revenue, orders=2)
        today = now.date()
        Light.objects.create(
            customer=each, colour=colour, judged=colour, since=today, changed_on=today, changed_at=now, as_of=today,
            made_by="x",
        )  # fmt: skip
    LightReason.objects.create(customer=made[1], rule="gone", colour="red", evidence={"days_since_order": 200})
    return made


def test_red_lights_with_their_reasons_the_most_revenue_first(ask, three):
    found = ask("get", "lights", limit=1).json()
    assert (found["data"][0]["customer"], found["data"][0]["revenue_year"]) == ("1001", "900.0000")
    assert found["data"][0]["reasons"][0]["rule"] == "gone"
    behind = ask("get", "lights", cursor=found["next"]).json()
    assert ([each["customer"] for each in behind["data"]], behind["next"]) == (["1000"], None)
    assert ask("get", "customers/1002/light").json()["colour"] == "green"


def test_forecasts_the_most_at_risk_first(ask, three, now):
    run = Run.objects.create(made_at=now, completed_at=now, as_of=now.date(), horizon=180, made_by="x")
    for each, at_risk in zip(three, (5, 70, 70), strict=True):
        Outlook.objects.create(customer=each, run=run, as_of=now.date(), leave=0.5, at_risk=at_risk, value=10)
    numbers, cursor = [], ""
    while cursor is not None:
        page = ask("get", "forecasts", limit=1, cursor=cursor).json()
        numbers += [each["customer"] for each in page["data"]]
        cursor = page["next"]
    assert numbers == ["1001", "1002", "1000"]
    assert ask("get", "customers/1000/forecast").json()["value"] == "10.0000"
    assert ask("get", "forecast").json()["days"] == 180
    assert ask("get", "forecasts", cursor="NaN_1").status_code == 422


def test_what_nobody_knows_yet_is_not_there(ask, now):
    Customer.objects.create(number="1", name="N", created_at=now)
    for path in ("customers/1/light", "customers/1/forecast", "forecast", "metrics/retention/values"):
        assert ask("get", path).status_code == 404


def test_definitions_are_those_of_the_pages(ask):
    retention = ask("get", "metrics/retention", lang="de").json()
    assert retention["label"] == "Kundenbindungsrate"
    assert "select" in retention["sql"].lower()
    assert "retention" in {each["slug"] for each in ask("get", "metrics").json()["data"]}


def test_windows_that_cannot_be_meant_are_refused(ask):
    assert ask("get", "metrics/retention/values", at="2026-01-01", every="month").status_code == 422
    assert ask("get", "metrics/retention/values", base_from="2026-01-01").status_code == 422
    assert ask("get", "metrics/retention/values", slice="shoe:44").status_code == 422


def test_metrics_that_name_customers_take_the_right_to_read_them(client, secret_for):
    bearer = {"Authorization": f"Bearer {secret_for(Scope.READ_FIGURES)}"}
    refused = client.get("/api/v1/metrics/rfm/values", headers=bearer)
    assert refused.status_code == 403
    assert refused.json()["detail"] == "rfm names customers: it takes the scope read:customers, too."


def test_a_task_is_asked_closed_once_and_reopened(ask, three, anna):
    task = ask("post", "tasks", {"title": "Call", "customer": "1001"}).json()
    assert (task["owner"]["name"], task["origin"], task["outcome"]) == ("Anna", "api", "")
    closed = ask("post", f"tasks/{task['id']}/close", {"outcome": "not_reached", "text": "holiday"})
    assert closed.json()["outcome_text"] == "holiday"
    assert ask("post", f"tasks/{task['id']}/close", {}).status_code == 409
    assert ask("get", "tasks").json()["data"] == []
    assert ask("post", f"tasks/{task['id']}/reopen").json()["closed_at"] is None
    assert ask("get", "tasks", customer="1001").json()["data"][0]["id"] == task["id"]


def test_no_spreadsheet_runs_what_is_in_the_file(ask, three):
    Customer.objects.filter(number="1001").update(name="=1+1", phone="+49 (40) 123", city="-2+3")
    text = b"".join(ask("get", "exports/customers").streaming_content).decode()
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["number"] == "1001")
    assert (row["name"], row["phone"], row["city"]) == ("'=1+1", "+49 (40) 123", "'-2+3")


def test_the_list_as_a_file_says_what_the_list_says(ask, three):
    text = b"".join(ask("get", "exports/customers", sort="revenue_year").streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["number"], row["light"], row["revenue_year"]) for row in rows] == [
        ("1001", "red", "900.0000"), ("1002", "green", "500.0000"), ("1000", "red", "100.0000"),
    ]  # fmt: skip
    assert Entry.objects.get(verb="customers.exported").data["parameters"]["number"] == 3


def test_the_same_as_parquet_with_types(ask, three, monkeypatch):
    monkeypatch.setattr("bleib.api.files.GROUP", 2)
    monkeypatch.setattr("bleib.api.files.AT_ONCE", 1)
    parts = b"".join(ask("get", "exports/customers", format="parquet", light="red").streaming_content)
    table = pq.read_table(io.BytesIO(parts))
    assert table["revenue_year"].to_pylist() == [Decimal("100.0000"), Decimal("900.0000")]
    assert table.schema.field("created_at").type.tz == "UTC"
