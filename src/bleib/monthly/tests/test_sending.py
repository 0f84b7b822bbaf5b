"""Letters over real SMTP: each goes out once, and what nobody knows is said to be unknown."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from bleib.accounts.roles import Role
from bleib.figures.targets import set_target
from bleib.figures.tests.histories import NOW
from bleib.monthly.api import (
    Delivery,
    State,
    dispatch,
    is_queued,
    resend,
    send_queued,
    send_test,
    subscribe_address,
)
from bleib.worker.api import Unfinished

pytestmark = pytest.mark.slow

LATER = NOW + timedelta(days=400)  # due for sure, whatever the clock of this machine says


@pytest.fixture
def queued(may, listed):
    """One letter in the queue."""
    dispatch(may, by=None, now=NOW)
    return Delivery.objects.get()


def state(delivery):
    delivery.refresh_from_db()
    return (State(delivery.state), delivery.reason)


def test_the_letter_tells_the_figures_and_brings_the_report(queued, sink, anna):
    set_target("retention", Decimal(85), by=anna, now=NOW)
    assert send_queued(now=LATER) == 1
    letter = sink.letters[0]
    assert (letter["Subject"], letter["To"]) == ("Customer retention: May 2026", "Anna <anna@example.com>")
    assert "May 2026:" in letter.get_body(("plain",)).get_content()
    assert "target 85.0" in letter.get_body(("html",)).get_content()
    files = {each.get_filename(): each.get_content() for each in letter.iter_attachments()}
    assert files["bleib-2026-05-en.pdf"].startswith(b"%PDF")
    assert "What changed: May 2026" in files["bleib-2026-05-en.html"]


def test_it_is_sent_once(queued, sink):
    assert [send_queued(now=LATER) for _ in range(2)] == [1, 0]
    assert len(sink.letters) == 1
    assert not is_queued(LATER)


def test_everybody_reads_their_own_language(queued, sink, may):
    subscribe_address("rat@example.com", name="Beirat", language="de", by=None, now=NOW)
    dispatch(may, by=None, now=NOW)
    assert send_queued(now=LATER) == 2
    assert sink.letters[1]["Subject"] == "Kundenbindung: Mai 2026"


@pytest.mark.parametrize(("answer", "expected"), [("550 no such user", State.FAILED), ("451 later", State.QUEUED)])
def test_what_the_server_refuses_was_not_taken(queued, sink, answer, expected):
    sink.answer = answer
    assert send_queued(now=LATER) == 0
    assert state(queued) == (expected, answer[:3])


def test_when_the_connection_breaks_after_the_letter_nobody_knows(queued, sink):
    sink.hangs_up = True
    assert send_queued(now=LATER) == 0
    assert state(queued)[0] is State.UNKNOWN
    sink.hangs_up = False
    assert send_queued(now=LATER) == 0
    assert len(sink.letters) == 1


def test_a_colleague_may_have_it_sent_again(queued, sink, anna):
    sink.hangs_up = True
    send_queued(now=LATER)
    sink.hangs_up = False
    assert resend(queued, by=anna, now=NOW)
    assert not resend(queued, by=anna, now=NOW)
    assert send_queued(now=LATER) == 1


def test_without_a_mail_server_the_letter_stays_in_the_queue(queued, sink, settings):
    settings.EMAIL_PORT = 1
    with pytest.raises(Unfinished, match="cannot be reached"):
        send_queued(now=LATER)
    assert state(queued) == (State.QUEUED, "")


def test_who_leaves_the_list_gets_no_letter_that_waits(queued, sink):
    queued.recipient.leave(now=NOW)
    assert send_queued(now=LATER) == 0


def test_a_test_letter_says_so_and_leaves_nothing_in_the_queue(may, sink, anna):
    send_test(report=may.pk, user=anna.pk, now=NOW)
    assert sink.letters[0]["Subject"] == "Test: Customer retention: May 2026"
    assert not Delivery.objects.exists()


def test_who_may_not_see_customers_any_more_gets_no_report_that_names_them(queued, sink, may, anna):
    anna.role = Role.AUDITOR
    anna.save()
    assert send_queued(now=LATER) == 0
    Delivery.objects.all().delete()
    assert dispatch(may, by=None, now=NOW) == 0
    assert not sink.letters
