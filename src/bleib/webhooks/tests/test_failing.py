"""What does not arrive is tried again for three days, then kept; a dead receiver is left in peace and reported."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.audit.api import Entry
from bleib.webhooks.api import Endpoint, Message, Pause, State, replay, replay_since, resume, send_due, write_messages
from bleib.webhooks.models.endpoint import GIVES_UP
from bleib.webhooks.tests.facts import fact
from bleib.webhooks.waits import WAITS

pytestmark = pytest.mark.django_db(transaction=True)


def tries(message: Message) -> list[tuple[int | None, str]]:
    return list(message.tries.values_list("status", "fault"))


def send_when_due(message: Message) -> None:
    """At the instant at which the message is tried next."""
    message.refresh_from_db()
    send_due(now=message.next_at)
    message.refresh_from_db()


def test_a_failure_is_tried_again_with_the_same_id(listen, connect, turned, now):
    crm = listen(answers=[500, 204], said=b"out of order")
    connect(crm)
    write_messages([turned], now=now)
    assert send_due(now=now) == 0
    message = Message.objects.get()
    assert timedelta(seconds=3) < message.next_at - now < timedelta(seconds=20)
    send_when_due(message)
    assert crm.keys == [message.key] * 2
    assert (message.state, message.attempts) == (State.DELIVERED, 2)
    assert message.tries.first().said == "out of order"


def test_waits_grow_to_three_days_in_all():
    assert sorted(WAITS) == list(WAITS)
    assert timedelta(days=2.8) < sum(WAITS, timedelta()) < timedelta(days=3.2)


def test_the_last_failure_makes_it_a_dead_letter_that_can_be_sent_again(listen, connect, turned, anna, now):
    crm = listen(answers=[400, 204])
    connect(crm)
    write_messages([turned], now=now)
    Message.objects.update(attempts=len(WAITS))
    send_due(now=now)
    message = Message.objects.get()
    assert (message.state, message.attempts) == (State.DEAD, len(WAITS) + 1)
    assert send_due(now=now + timedelta(days=1)) == 0
    assert replay(message, by=anna, now=now) == 1
    assert send_due(now=now) == 1
    assert crm.keys == [message.key] * 2


def test_everything_since_an_instant_is_sent_again(listen, connect, anna, now):
    crm = listen()
    endpoint, _secret = connect(crm)
    for hours in range(4):
        write_messages([fact(hours, at=now)], now=now + timedelta(hours=hours))
    send_due(now=now + timedelta(hours=4))
    since = now + timedelta(hours=2)
    assert replay_since(endpoint, since, delivered=False, by=anna, now=now) == 0
    assert replay_since(endpoint, since, delivered=True, by=anna, now=now) == 2
    send_due(now=now)
    assert sorted(crm.keys[4:]) == sorted(set(crm.keys))[2:]
    assert Entry.objects.filter(verb="webhook.replayed").count() == 1


def test_a_receiver_that_does_not_answer_rests_and_is_called_once(listen, connect, now):
    crm = listen(answers=[503])
    connect(crm)
    write_messages([fact(number, at=now) for number in range(20)], now=now)
    send_due(now=now)
    assert len(crm.got) <= 4
    assert Endpoint.objects.get().resting_until > now


def test_a_message_that_is_refused_holds_up_no_other(listen, connect, now):
    crm = listen(answers=[422, 204])
    connect(crm)
    write_messages([fact(number, at=now) for number in range(5)], now=now)
    assert send_due(now=now) == 4
    assert Endpoint.objects.get().failures == 0


def test_retry_after_is_kept(listen, connect, turned, now):
    connect(listen(answers=[429], headers={"Retry-After": "3600"}))
    write_messages([turned], now=now)
    send_due(now=now)
    assert Message.objects.get().next_at >= now + timedelta(hours=1)


def test_after_three_days_without_success_it_is_paused_and_says_so(listen, connect, turned, anna, now):
    crm = listen(answers=[500, 500, 204])
    endpoint, _secret = connect(crm)
    write_messages([turned], now=now)
    send_due(now=now)
    Message.objects.update(next_at=now)
    send_due(now=now + GIVES_UP + timedelta(minutes=1))
    endpoint.refresh_from_db()
    assert endpoint.pause == Pause.DEAD
    assert list(Endpoint.objects.gave_up()) == [endpoint]
    assert Entry.objects.filter(verb="webhook.gave_up").exists()
    assert send_due(now=now + timedelta(days=9)) == 0
    resume(endpoint, by=anna, now=now)
    assert send_due(now=now + timedelta(days=9)) == 1


def test_a_receiver_that_is_gone_is_paused_at_once(listen, connect, turned, now):
    connect(listen(answers=[410]))
    write_messages([turned], now=now)
    send_due(now=now)
    assert Endpoint.objects.get().pause == Pause.GONE


def test_a_redirect_is_a_failure_and_is_not_followed(listen, connect, turned, now):
    inside = listen()
    connect(listen(answers=[302], headers={"Location": inside.url}))
    write_messages([turned], now=now)
    send_due(now=now)
    assert inside.got == []
    assert tries(Message.objects.get()) == [(302, "redirect")]


@pytest.mark.slow
def test_a_slow_receiver_holds_up_no_other(listen, connect, now):
    slow, quick = listen(slow=1.2), listen()
    connect(slow, "slow")
    connect(quick, "quick")
    write_messages([fact(number, at=now) for number in range(8)], now=now)
    send_due(now=now)
    arrived = list(Message.objects.filter(endpoint__name="quick").values_list("ended_at", flat=True))
    assert max(arrived) - now < timedelta(seconds=1.2)
    assert len(slow.got) == 8
