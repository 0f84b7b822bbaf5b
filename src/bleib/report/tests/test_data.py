import json
from decimal import Decimal
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from bleib.report import to_json
from bleib.report.tests.sample import BRIDGE, answers, retention, sample

SCHEMA = json.loads(files("bleib.report").joinpath("schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def read_back(report):
    return json.loads(json.dumps(to_json(report), allow_nan=False))


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "report",
    [
        sample(),
        sample(composed_at=None, synthetic=True),
        sample({"retention": retention(0, 0, 0, 0), "overdue": (), "retention_series": ()}),
        sample({"totals": answers()["totals"][0] | dict.fromkeys(("revenue", "refunds", "revenue_without_customer"))}),
    ],
)
def test_reports_follow_the_schema(report):
    assert [error.message for error in VALIDATOR.iter_errors(read_back(report))] == []


def test_retention_holds_the_promised_fields():
    data = read_back(sample())["retention"]
    assert list(data) == [
        "customers_start", "customers_end", "new", "won_back", "kept", "lost", "crr", "churn", "naive_crr", "ci95",
    ]  # fmt: skip
    assert data["ci95"] == pytest.approx([66.26, 69.67], abs=0.01)


def test_import_holds_the_promised_fields():
    data = read_back(sample())["import"]
    assert data["read"] == data["accepted"] + data["duplicates"] + data["rejected"] == 846166
    assert data["sources"][1] == {"name": "notes.txt", "rows": 0, "role": "skipped", "note": "no table"}


def test_rates_are_not_rounded():
    assert read_back(sample())["retention"]["crr"] == 1950 / 2868 * 100


def test_money_reads_back_to_the_same_four_decimals():
    largest = Decimal("99999999999.9999")
    bridge = BRIDGE | {"start": largest, "lost": Decimal("0.0001"), "end": Decimal("-13759365.8400")}
    data = json.loads(json.dumps(to_json(sample({"revenue_retention": bridge}))), parse_float=Decimal)
    assert data["revenue_retention"]["start"] == largest
    assert data["revenue_retention"]["lost"] == Decimal("0.0001")
    assert data["revenue_retention"]["end"] == Decimal("-13759365.84")


def test_the_parts_of_the_bridge_still_add_up():
    row = {name: Decimal(str(value)) for name, value in read_back(sample())["revenue_retention"].items()}
    gains = row["expansion"] + row["new"] + row["won_back"] + row["late_refunds"]
    assert row["start"] - row["lost"] - row["contraction"] + gains == row["end"]


def test_what_was_not_observed_is_null():
    data = read_back(sample({"retention": retention(0, 0, 0, 0)}))
    assert data["retention"]["crr"] is None
    assert data["retention"]["ci95"] is None
    assert data["retention_series"][-1]["crr"] is None
