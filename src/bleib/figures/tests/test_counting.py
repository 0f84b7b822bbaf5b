"""What counts as goods, and in which currency: settled, changed with before and after, counted anew by the worker."""

from __future__ import annotations

import pytest

from bleib.audit.api import Entry
from bleib.figures.answer import answer
from bleib.figures.counting import (
    currency,
    doubtful_codes,
    look_for_codes,
    non_goods,
    rename_currency,
    set_non_goods,
)
from bleib.figures.measurement import measure, measure_again
from bleib.figures.question import standard
from bleib.figures.tests.histories import NOW, STORY, orders, told
from bleib.history.models import Setting
from bleib.kernel.errors import UsageError
from bleib.worker.api import Job

FREIGHT = orders("Funk", "2026-01-05", "2026-02-05", amount=9, product="Porto")


@pytest.fixture
def freighted(home):
    """Funk buys nothing but postage."""
    told(home, [*STORY, *FREIGHT])


def buyers() -> int:
    report = answer(standard(), now=NOW).report
    assert report is not None
    return int(report.one("totals")["customers"])


@pytest.mark.slow
def test_who_buys_no_goods_is_no_customer_any_more(freighted):
    answer(standard(), now=NOW)
    measure(now=NOW)
    assert buyers() == 6
    assert set_non_goods([" Porto ", ""], by=None, now=NOW)
    assert answer(standard(), now=NOW).stale
    assert Job.objects.waiting().filter(task="measure-again").exists()
    measure_again(now=NOW)
    assert buyers() == 5


def test_before_and_after_are_told_and_the_same_list_is_no_news(freighted):
    for codes in (["Porto"], ["Porto"], ["Porto", "Pfand"]):
        set_non_goods(codes, by=None, now=NOW)
    told_ = Entry.objects.latest("pk").data
    assert Entry.objects.count() == 2
    assert (told_["before"], told_["after"]) == ({"non_goods": ["Porto"]}, {"non_goods": ["Pfand", "Porto"]})
    assert non_goods() == ["Pfand", "Porto"]


@pytest.mark.slow
def test_doubtful_codes_are_looked_for_by_the_worker_with_what_they_sold(freighted):
    assert doubtful_codes(now=NOW) is None
    look_for_codes(now=NOW)
    assert doubtful_codes(now=NOW) == [{"code": "Porto", "lines": 2, "amount": "18.0000"}]
    assert Job.objects.waiting().get(task="look-for-codes")


@pytest.mark.slow
def test_a_currency_is_renamed_and_nothing_is_converted(freighted):
    assert currency() == "EUR"
    rename_currency("CHF", by=None, now=NOW)
    assert (currency(), Setting.read("currency")) == ("CHF", "CHF")
    assert Entry.objects.get().data["after"] == {"currency": "CHF"}


def test_what_is_no_currency_is_refused(freighted):
    with pytest.raises(UsageError, match="no currency"):
        rename_currency("EURO", by=None, now=NOW)


def test_before_the_first_import_there_is_none(home, db):
    assert currency() is None
    with pytest.raises(UsageError, match="first import"):
        rename_currency("CHF", by=None, now=NOW)
