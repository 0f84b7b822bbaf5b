"""Where there are contracts, the report tells what they bring in; where there are none, it says nothing of them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from rich.console import Console

from bleib.history.engine import DuckDBEngine
from bleib.kernel.windows import Window
from bleib.metrics.tests.contract_story import CONTRACT_STORY, contracts, runs
from bleib.metrics.tests.story import STORY
from bleib.report import Plan, compose, print_terminal, to_json
from bleib.report.page import render
from bleib.report.sections import sections
from bleib.report.story import story
from bleib.report.tests.books import book
from bleib.report.tests.test_data import VALIDATOR
from bleib.report.words import Words

pytestmark = pytest.mark.slow

HALVES = Plan(
    base=Window(date(2024, 1, 1), date(2024, 7, 1)),
    next=Window(date(2024, 7, 1), date(2025, 1, 1)),
)
NOW = datetime(2025, 2, 1, tzinfo=UTC)


def report_on(table, *, activity=STORY):
    bare = book(("A", date(2024, 1, 1), 1), ("A", date(2024, 12, 31), 1))
    engine = DuckDBEngine.over(activity=activity, contracts=table)
    return compose(replace(bare, engine=engine, contracts=table.num_rows), windows=HALVES, now=NOW)


@pytest.fixture(scope="module")
def report():
    return report_on(CONTRACT_STORY)


def printed(report, lang):
    out = StringIO()
    print_terminal(report, Console(file=out, width=100), lang)
    return out.getvalue()


def test_the_figures_are_those_of_the_last_day(report):
    """On 30 June Adler and Eder have contracts, on New Year's Eve Conrad and Dorn as well."""
    data = to_json(report)
    assert (data["mrr"]["mrr"], data["mrr"]["customers"]) == (560, 4)
    assert (data["mrr_bridge"]["start"], data["mrr_bridge"]["end"]) == (270, 560)
    assert (data["contract_retention"]["kept"], data["contract_retention"]["customers_start"]) == (2, 2)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            "Of 2 customers with a running contract on 30 Jun 2024, 2 still had one on 31 Dec 2024: 100.0 %",
        ),
        ("de", "Von 2 Kunden mit laufendem Vertrag am 30.06.2024 hatten am 31.12.2024 noch 2 einen: 100,0 %"),
    ],
)
def test_the_sentence_names_both_days(report, lang, sentence):
    said = story(report, Words(lang, "EUR"))[-1].replace("\u00a0", " ")
    assert sentence in said


def test_terminal_and_page_show_the_bridge(report):
    assert "Smaller contracts" in printed(report, "en")
    page = render(report, "de")
    assert "Was Verträge einbringen" in page
    assert "Größere Verträge" in page


def test_json_follows_the_schema(report):
    data = json.loads(json.dumps(to_json(report), allow_nan=False))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    assert len(data["mrr_series"]) == 12


def test_without_contracts_nothing_is_said_of_them():
    bare = compose(book(("A", date(2024, 1, 1), 1), ("A", date(2024, 12, 31), 1)), windows=HALVES, now=NOW)
    assert "mrr" not in to_json(bare)
    assert [each.name for each in sections(bare, Words("en", "EUR")) if each.name == "contracts"] == []
    assert len(story(bare, Words("en", "EUR"))) == 5


@pytest.mark.parametrize(
    "table",
    [
        contracts(runs("Adler", "2024-01-01", None, None)),
        contracts(runs("Adler", "2024-09-01", None, 10)),
        contracts(runs("Adler", "2023-01-01", "2024-02-01", 10)),
        contracts(runs("Adler", "2024-01-01", None, 0)),
    ],
    ids=["no amounts", "later only", "before only", "for nothing"],
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_thin_contracts_make_a_section_too(table, lang):
    report = report_on(table)
    data = json.loads(json.dumps(to_json(report), allow_nan=False))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    assert printed(report, lang)
    assert "</html>" in render(report, lang)


def test_contracts_alone_make_a_report(report):
    alone = report_on(CONTRACT_STORY, activity=STORY.slice(0, 0))
    assert to_json(alone)["mrr"] == to_json(report)["mrr"]
    assert "Recurring revenue is" in " ".join(printed(alone, "en").split())
    assert len(story(alone, Words("de", "EUR"))) == 1
    assert [each.name for each in sections(alone, Words("de", "EUR"))] == ["contracts", "imports"]
    assert "</html>" in render(alone, "de")
