"""Customers, contracts, usage, cases and answers, as the imports find them: to the last cent what was planted."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count

from bleib.customers.api import Contract, Customer, Wishes, deadlines, import_customers
from bleib.customers.models import Contact, ProductGroup, Suggestion
from bleib.demo import cast, colleagues, desk
from bleib.demo.exports import MARKER
from bleib.demo.list_truth import truth_of_lists
from bleib.demo.lists import Lists, write_lists
from bleib.figures.models import Target
from bleib.history.events import choosing
from bleib.history.sources.options import ReadOptions
from bleib.kernel.errors import BleibError
from bleib.tasks.models import Task

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def lists(company):
    return Lists(company)


@pytest.fixture(scope="module")
def truth(lists):
    return truth_of_lists(lists)


@pytest.fixture(scope="module")
def files(lists, tmp_path_factory):
    return write_lists(lists, tmp_path_factory.mktemp("synthetic-demo-lists"))


@pytest.fixture(scope="module")
def reading(files):
    """The lists of what happened, as the import reads them without a single flag."""
    paths = [str(path) for path in files.events]
    with choosing.look(paths, ReadOptions(), now=NOW, kind=None) as reading:
        reading.read()
        yield reading


@pytest.fixture
def staff(db, tmp_path):
    return colleagues.employ(tmp_path / "synthetic-demo-2026-11-21" / "history", language="en", now=NOW)


@pytest.fixture
def imported(staff, files):
    return [import_customers([str(path)], wishes=Wishes(), now=NOW, actor=staff["manager"]) for path in files.masters]


@pytest.fixture(autouse=True)
def _folder(tmp_path, settings):
    settings.HOME = tmp_path
    (tmp_path / "synthetic-demo-2026-11-21").mkdir()


def test_the_same_day_gives_the_same_bytes(lists, files, tmp_path):
    again = write_lists(Lists(lists.company), tmp_path / "again")
    for path, other in zip(files.masters + files.events, again.masters + again.events, strict=True):
        assert path.name.startswith("synthetic-demo")
        assert path.read_bytes() == other.read_bytes()


def test_customers_and_contracts_arrive_as_planted(imported, truth):
    articles, customers, contracts = (each.counts for each in imported)
    assert (articles["created"], ProductGroup.objects.count()) == (truth.products, truth.groups)
    assert (customers["read"], customers["rejected"]) == (truth.contacts, 0)
    assert customers["left_out"] == truth.unreadable_mails
    assert (contracts["read"], contracts["created"]) == (truth.versions, truth.contracts)
    assert (Customer.objects.count(), Contact.objects.count()) == (truth.customers, truth.contacts)
    assert tally("owner__email") == truth.owners
    assert tally("acquired_through") == truth.sources
    assert tally("tags__name") == truth.tags


def tally(field):
    found = Customer.objects.exclude(**{f"{field}__isnull": True}).values_list(field).annotate(Count("pk"))
    return dict(found.order_by())


def test_recurring_revenue_and_deadlines_are_exact(imported, company, truth):
    running = Contract.objects.running(company.until)
    assert running.count() == truth.running
    assert round(Contract.objects.monthly_revenue(company.until), 2) == truth.mrr
    soon = {each.contract.number: each.notice_by for each in deadlines(today=company.until, days=400)}
    assert soon == {number: by for number, by in truth.notice_by.items() if by <= company.until + timedelta(days=400)}


def test_one_deadline_is_next_week(imported, company):
    contract = Contract.objects.get(customer__number=cast.DEADLINE.number)
    assert company.until + timedelta(days=3) <= contract.notice_by <= company.until + timedelta(days=9)


def test_cases_answers_and_usage_arrive_as_planted(reading, truth):
    counted = dict(reading.connection.execute("select type, count(*) from staged group by 1").fetchall())
    assert reading.counts.rejected == 0
    assert counted == {
        "usage": truth.usage,
        "case_opened": truth.cases,
        "case_closed": truth.cases - len(truth.open_cases),
        "answer": truth.answers + truth.ratings,
    }


def test_detractors_and_the_one_held_by_its_contract_wait_for_an_answer(lists, truth):
    waiting = {case.customer.number for case in lists.cases if case.number in truth.open_cases}
    unhappy = {each.number for each in (*cast.DETRACTORS, cast.HELD)}
    assert unhappy <= waiting
    newest = {answer.customer.number: answer.score for answer in lists.answers}
    assert all(newest[number] <= 6 for number in unhappy)


def test_the_unhappy_leave_more_often_than_the_content(lists, company):
    """As seen from the day of the survey before last: who orders nothing in the half year after it."""
    since = company.until - timedelta(days=212)
    ordered = {line.customer.number for line in company.lines if line.customer and line.at.date() > since}
    around = timedelta(days=30)
    asked = [each for each in lists.answers if abs(each.at.date() - since) <= around]
    unhappy = [each.customer.number not in ordered for each in asked if each.score <= 6]
    content = [each.customer.number not in ordered for each in asked if each.score > 6]
    assert sum(unhappy) / len(unhappy) > 1.5 * sum(content) / len(content)


def test_colleagues_find_something_to_do(staff, imported, company, truth):
    for _again in range(2):
        desk.lay_out(staff, german=True, day=company.until, now=NOW)
    assert Task.objects.open().overdue(company.until).count() == 1
    assert Task.objects.count() == len(desk.TODOS)
    assert Target.objects.count() == len(desk.TARGETS)
    likeliest = Suggestion.objects.order_by("-score").first()
    assert {likeliest.first.number, likeliest.second.number} == {cast.TWICE.number, cast.TWICE_AGAIN.number}


def test_at_no_instant_may_others_read_the_password(tmp_path, monkeypatch):
    modes = []
    real = os.open
    monkeypatch.setattr(
        os, "open", lambda path, flags, mode=0o777, **_more: modes.append(mode) or real(path, flags, mode)
    )
    home = tmp_path / f"{MARKER}2026" / "bleib"
    home.parent.mkdir()
    assert colleagues.password_of(home) == colleagues.password_of(home)
    assert modes == [0o600]
    assert (home.parent / "password").stat().st_mode & 0o777 == 0o600


def test_nobody_with_a_known_password_is_made_in_a_real_installation(db, tmp_path):
    with pytest.raises(BleibError, match="no demo's installation"):
        colleagues.employ(tmp_path / "bleib", language="de", now=NOW)
