"""The history answers to the privacy room: what it holds about somebody, and forgetting it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bleib.history.api import append_pending, record
from bleib.history.store import History
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import NOW, take, visit
from bleib.privacy.api import Person
from bleib.privacy.stores import registered

pytestmark = pytest.mark.django_db

CUSTOMER = Person(kind="customer", pk=3, values={"number": "K1"}, called="Muster GmbH")


@pytest.fixture
def history(tmp_path: Path, settings: Any) -> History:
    settings.HOME = tmp_path
    take(tmp_path, [line("2025-01-02", "K1", "R1", 10), line("2025-01-02", "K2", "R2", 20)], file="january")
    record([visit("1", "K1")], now=NOW)
    append_pending(now=NOW)
    record([visit("2", "K1")], now=NOW)
    return History()


def test_it_is_asked_by_the_privacy_room() -> None:
    assert "history" in {store.name for store in registered()}


@pytest.mark.slow
def test_what_is_held_about_a_customer_is_told(history: History) -> None:
    told = history.export(CUSTOMER)
    assert [each["type"] for each in told] == ["order", "visit", "visit"]
    assert (told[0]["ref"], told[0]["amount"]) == ("R1", "10.0000")
    assert history.preview(CUSTOMER) == 3


@pytest.mark.slow
def test_after_erasing_nothing_is_held(history: History) -> None:
    history.erase([CUSTOMER], now=NOW)
    assert history.export(CUSTOMER) == []


def test_colleagues_and_contacts_of_another_number_are_in_no_fact(history: History) -> None:
    for kind in ("user", "contact"):
        assert history.export(Person(kind=kind, pk=3, values={"number": "K1"}, called="Erika")) == []
