"""Between two runs: whom a change touches is judged at once; what is too much for that asks for a new run."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest

from bleib.history.models import Change
from bleib.history.tests.example_facts import line
from bleib.outlook import rescoring
from bleib.outlook.given import Given
from bleib.outlook.kept_model import is_unread, kept_models, read_ahead
from bleib.outlook.making import make
from bleib.outlook.models import Outlook, Run
from bleib.outlook.rescoring import rescore
from bleib.outlook.tests.company import NOW, TODAY, orders, told
from bleib.worker.api import LeaseTaken, lease
from bleib.worker.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def bought(customer: str, ago: int) -> dict[str, object]:
    day = str(TODAY - timedelta(days=ago))
    return line(day, customer, f"{customer}-{day}", 100)


def chance(number: str) -> float:
    return Outlook.objects.get(customer__number=number).leave


@pytest.fixture
def run(home) -> Run:
    told(home, orders())
    make(Given(), now=NOW)
    return Run.objects.get()


def test_who_buys_again_is_no_longer_likely_to_leave(home, run):
    gone = Outlook.objects.order_by("-leave", "-at_risk").values_list("customer__number", flat=True)[0]
    before, others = chance(gone), chance("K1")
    assert rescore(told(home, [bought(gone, 40), bought(gone, 3), bought("new", 3)], file="more"), now=NOW) == 2
    assert chance(gone) < before / 2
    assert chance("K1") == others
    new = Outlook.objects.get(customer__number="new")
    assert new.value_low < new.value < new.value_high
    assert new.revenue > 0
    assert not Job.objects.filter(task="forecast-soon").exists()


def test_while_everybody_is_forecast_nobody_waits_to_be_judged_anew(home, run):
    change = told(home, [bought("K1", 1)], file="more")
    with lease("outlook", doing="The forecast"), pytest.raises(LeaseTaken):
        rescore(change, now=NOW)


def test_a_run_that_ended_before_the_lease_was_free_is_the_one_that_judges(home, run, monkeypatch):
    @contextmanager
    def lease_after_another_run(*name, **more):
        make(Given(), now=NOW + timedelta(hours=1))
        with lease(*name, **more):
            yield

    change = told(home, [bought("K1", 1)], file="more")
    monkeypatch.setattr(rescoring, "lease", lease_after_another_run)
    rescore(change, now=NOW + timedelta(hours=2))
    assert Run.objects.newest() != run
    assert Outlook.objects.get(customer__number="K1").run == Run.objects.newest()


def test_a_row_says_up_to_which_day_it_knows(home, run):
    later = NOW + timedelta(days=2)
    rescore(told(home, [bought("K1", 1)], file="more"), now=later)
    said = dict(Outlook.objects.values_list("customer__number", "as_of"))
    assert (said["K1"], said["K2"]) == (TODAY + timedelta(days=2), TODAY)


def test_asked_again_without_anything_new_the_kept_models_say_the_same_of_everybody(home, run):
    assert rescore(Change.objects.get(), now=NOW) == 0


def test_a_large_change_and_a_lost_model_ask_for_a_new_run(home, run):
    large = told(home, [bought(f"K{n}", 3) for n in range(30)], file="large")
    rescore(large, now=NOW)
    waiting = Job.objects.get(task="forecast-soon")
    assert waiting.due_at - NOW == timedelta(minutes=10)
    for file in (home / "models").iterdir():
        file.write_bytes(b"damaged")
    assert kept_models(run) is None
    assert rescore(large, now=NOW) == 0
    waiting.refresh_from_db()
    assert waiting.due_at - NOW == timedelta(seconds=3)  # sooner


def test_before_the_first_run_a_change_asks_for_it_and_for_a_test(home):
    rescore(told(home, orders()[:10]), now=NOW)
    assert set(Job.objects.values_list("task", flat=True)) == {"forecast-soon", "backtest-soon"}


def test_models_are_read_before_the_first_change_asks_for_them_once_for_each_file(home, run):
    assert is_unread(NOW)
    read_ahead(now=NOW)
    assert not is_unread(NOW)
    make(Given(), now=NOW + timedelta(hours=1))
    assert is_unread(NOW)


def test_models_that_cannot_be_read_are_not_tried_again_and_again(home, run):
    next((home / "models").iterdir()).write_bytes(b"damaged")
    read_ahead(now=NOW)
    assert not is_unread(NOW)
