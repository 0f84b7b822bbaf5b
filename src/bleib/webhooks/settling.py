"""What an answer means for its message and for the endpoint."""

from __future__ import annotations

from datetime import datetime, timedelta

from bleib.audit.api import record
from bleib.webhooks.answer import Answer
from bleib.webhooks.models import Attempt, Endpoint, Message, Pause

GONE = 410
SAID = {Pause.DEAD: "webhook.gave_up", Pause.GONE: "webhook.sent_away"}


def settle(message: Message, answer: Answer, *, now: datetime) -> bool:
    """Note the try and what follows from it, in the caller's transaction. True where the message was delivered."""
    endpoint = Endpoint.objects.select_for_update().filter(pk=message.endpoint_id).first()
    if endpoint is None or not Message.objects.filter(pk=message.pk).exists():
        return False  # removed, or its customer was erased, while it was on its way
    _note(message, answer, now=now)
    if answer.is_success:
        message.delivered(now=now)
        endpoint.succeeded(now=now)
        return True
    until = now + timedelta(seconds=answer.wait) if answer.wait else None
    message.failed(until=until, now=now)
    lost = endpoint.failed(rests=answer.is_about_receiver, until=until, now=now)
    if answer.status == GONE:
        _give_up(endpoint, Pause.GONE, now=now)
    elif lost:
        _give_up(endpoint, Pause.DEAD, now=now)
    return False


def _note(message: Message, answer: Answer, *, now: datetime) -> None:
    Attempt.objects.create(
        message_id=message.pk,
        at=now,
        seconds=answer.seconds,
        status=answer.status,
        fault=answer.fault or "",
        said=answer.said,
    )


def _give_up(endpoint: Endpoint, why: Pause, *, now: datetime) -> None:
    if endpoint.halt(why, now=now):
        record(actor=None, job="send-webhooks", verb=SAID[why], subject=endpoint, now=now)
