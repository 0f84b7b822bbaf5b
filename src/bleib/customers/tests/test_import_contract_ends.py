"""An end that an import changes, or gives back, is told to the history again: there is one fact about it."""

from datetime import date, timedelta

import duckdb
import pytest

from bleib.customers.importing.undo import undo_import
from bleib.customers.models import Contract
from bleib.history.api import append_pending
from bleib.history.lake import Lake
from bleib.history.models import PendingFact

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HEADING = "Vertragsnummer;Kundennummer;Beginn;Ende;Monatsbetrag"


@pytest.fixture
def ending(bring, now):
    """Import contract V1 with an end; each call is an hour later."""
    hours = iter(range(1, 100))

    def importing(end):
        instant = now + timedelta(hours=next(hours))
        run = bring(f"{HEADING}\nV1;10;01.03.2020;{end};100\n", now=instant).run
        append_pending(now=instant)
        return run

    return importing


def told(home):
    """When V1 is over by what the lake says: the first day on which it is not, or None."""
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        rows = connection.execute("select type, occurred_on from facts where ref = 'V1' order by 2, 1").fetchall()
    return [row for row in rows if row[0] != "contract_started"]


def test_an_end_that_was_told_and_changes_is_told_again(ending, home):
    ending("31.10.2026")
    ending("31.03.2027")
    assert told(home) == [("contract_ended", date(2027, 4, 1))]


def test_an_end_agreed_at_the_start_that_changes_is_told_at_once(ending, home):
    ending("31.12.2026")
    assert told(home) == []
    ending("31.12.2027")
    assert told(home) == [("contract_ended", date(2028, 1, 1))]


def test_undoing_gives_back_the_end_that_was_told(ending, home, now):
    ending("31.10.2026")
    later = ending("31.03.2027")
    undo_import(later.pk, now=now + timedelta(days=1))
    append_pending(now=now + timedelta(days=1))
    assert told(home) == [("contract_ended", date(2026, 11, 1))]
    assert Contract.objects.get().end_told_at is not None


def test_a_contract_that_has_no_end_again_goes_on(ending, home, now):
    ending("")
    undo_import(ending("31.10.2026").pk, now=now + timedelta(days=1))
    append_pending(now=now + timedelta(days=1))
    assert told(home) == [("contract_changed", date(2026, 11, 1))]
    assert Contract.objects.get().end_told_at is None


def test_a_contract_that_went_on_can_end_earlier(ending, home, now):
    ending("")
    undo_import(ending("31.10.2026").pk, now=now + timedelta(days=1))
    Contract.objects.get().end(date(2026, 9, 30), now=now + timedelta(days=2))
    append_pending(now=now + timedelta(days=2))
    assert told(home) == [("contract_ended", date(2026, 10, 1))]


def test_undoing_an_end_that_was_not_told_tells_nothing(ending, home, now):
    ending("")
    undo_import(ending("31.12.2027").pk, now=now + timedelta(days=1))
    assert not PendingFact.objects.exists()
