"""The retention page reads what was measured, and every figure leads to its customers."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.models import Entry
from bleib.customers.models import Customer
from bleib.figures.api import set_target
from bleib.figures.measurement import measure, measure_again
from bleib.figures.models import Measurement
from bleib.figures.tests.histories import NOW, told

pytestmark = pytest.mark.slow

MISTAKES = {
    "at=1999-01-01": "The data begin on",
    "base_from=2025-01-01": "Two windows have four days",
    "base_from=2025-01-01&base_to=2025-06-30&next_from=2025-06-01&next_to=2025-12-31": "begins after the first",
    "every=month&days=30": "Choose one",
    "days=soon": "whole number",
    "slice=shoes%3A43": "valid choice",
    "base_from=2031-01-01&base_to=2031-06-30&next_from=2031-07-01&next_to=2031-12-31": "The data end on",
}
ODD = (
    "?base_from=2025-01-01&base_to=2025-02-01&next_from=2025-03-01&next_to=9999-12-31", "?at=0001-01-01",
    "?slice=country%3A", "?slice=country%3A%00", "?slice=owner%3A%C2%B2", f"?slice=owner%3A{10**30}",
    "members/?question={key}&metric=rhythm&cell=late&low=nan",
    "members/?question={key}&metric=rfm_segments&cell=customers&segment=%00",
)  # fmt: skip


def measure_five(home: Path) -> None:
    told(home)
    for number in ("Adler", "Brandt", "Conrad", "Dorn", "Eder"):
        Customer.objects.create(
            number=number, name=f"={number} GmbH", country="DE" if number < "C" else "AT", created_at=NOW
        )
    measure_again(now=NOW)


@pytest.fixture(scope="module")
def five(made_once):
    return made_once(measure_five, TIME_ZONE="Europe/Berlin")


@pytest.fixture
def measured(five, home):
    copytree(five, home)


@pytest.fixture
def page(client, anna):
    client.force_login(anna)

    def get(path: str, **more) -> str:
        return html.unescape(client.get(path, **more).content.decode())

    return get


def links(text: str, cell: str) -> list[str]:
    return re.findall(rf'href="(/retention/members/\?[^"]*cell={cell}[^"]*)"', text)


def test_figures_cells_and_parts_lead_to_as_many_customers_as_they_say(page, measured):
    text = page("/retention/?base_from=2025-01-01&base_to=2025-12-31&next_from=2026-01-01&next_to=2026-05-31")
    measure(now=NOW)
    text = page("/retention/?base_from=2025-01-01&base_to=2025-12-31&next_from=2026-01-01&next_to=2026-05-31")
    assert "2 customers" in page(links(text, "kept")[0])
    assert "Conrad GmbH" in page(links(text, "lost")[0])
    assert "1 customer," in page(links(text, "expansion")[0]) or "0 customers" in page(links(text, "expansion")[0])
    assert "Conrad" in page(next(each for each in links(text, "customers") if "cohort=2025-01-01&age=1" in each))
    assert "1 customer" in page(links(text, "waiting")[0])


def test_countries_stand_side_by_side_and_lead_to_themselves_alone(page, measured):
    address = "/retention/?days=240"
    page(address)
    measure(now=NOW)
    text = page(address)
    assert "Retention by Country" in text
    assert "/retention/?days=240&slice=country%3AAT" in text
    page("/retention/?days=240&slice=country%3AAT")
    measure(now=NOW)
    alone = page("/retention/?days=240&slice=country%3AAT")
    assert "Only of the slice “AT”" in page(links(alone, "kept")[0])


def test_targets_of_slices_are_shown_where_the_slices_are(page, measured, anna):
    for country, target in (("DE", 1), ("AT", 101)):
        set_target("retention", Decimal(target), slice_by="country", slice_value=country, by=anna, now=NOW)
    text = page("/retention/")
    assert re.search(r"1(\.0)?\s?%, reached", text)
    assert re.search(r"101(\.0)?\s?%, missed", text)
    page("/retention/?slice=country%3AAT")
    measure_again(now=NOW)
    assert "they miss it" in page("/retention/?slice=country%3AAT")


def test_what_is_narrowed_to_regulars_says_so(page, measured):
    assert "Retention of regulars by Country" in page("/retention/?who=regulars")
    assert "Here only regulars are counted" in page("/retention/?who=regulars")


def test_what_cannot_be_asked_is_said_at_the_field(page, measured):
    for given, said in MISTAKES.items():
        text = page(f"/retention/?{given}")
        assert said in text
        assert "is-invalid" in text


def test_cohorts_show_shares_counts_and_revenue(page, measured):
    for view, word in {
        "share": "heat-",
        "later": "unbounded",
        "customers": "cohorts&cell",
        "revenue": "cell=revenue",
    }.items():
        assert word in page(f"/retention/?cohorts={view}")


def test_the_list_is_a_file_without_formulas_and_the_audit_log_knows(client, anna, measured):
    client.force_login(anna)
    page = html.unescape(client.get("/retention/").content.decode())
    query = links(page, "regulars")[0].partition("?")[2]
    lines = client.post("/retention/members/export/", {"query": query}).getvalue().decode().splitlines()
    assert lines[1].startswith("Adler,'=Adler GmbH")
    assert len(lines) == 5
    assert Entry.objects.latest("pk").verb == "customers.exported"


def test_who_may_not_export_gets_no_file_and_who_may_not_see_customers_no_links(client, measured):
    client.force_login(colleague(Role.SALES))
    assert client.post("/retention/members/export/", {"query": ""}).status_code == 403
    client.force_login(colleague(Role.AUDITOR))
    text = client.get("/retention/").content.decode()
    assert "figure" in text
    assert "/retention/members/" not in text


def test_an_address_that_names_no_figure_is_refused_and_one_of_a_forgotten_question_leads_back(client, anna, measured):
    client.force_login(anna)
    key = Measurement.objects.get().key
    for query in ("metric=retention&cell=crr", "metric=weather&cell=rain", "metric=cohorts&cell=size"):
        assert client.get(f"/retention/members/?question={key}&{query}").status_code == 404
    for query in ("", "question=nonsense", "question=nonsense&metric=retention&cell=kept"):
        assert client.get(f"/retention/members/?{query}").headers["Location"] == "/retention/"


def test_where_files_of_the_history_are_gone_the_report_says_what_to_do(page, measured, home):
    address = links(page("/retention/"), "regulars")[0]
    rmtree(home / "activity")
    for path in home.glob("facts/month=*/*"):
        path.unlink()
    assert "is missing: restore the history from a backup" in page(address, follow=True)


def test_odd_addresses_are_no_error(client, anna, measured):
    client.force_login(anna)
    key = Measurement.objects.get().key
    for odd in ODD:
        assert client.get(f"/retention/{odd.format(key=key)}").status_code in (200, 404), odd
