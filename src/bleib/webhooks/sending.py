"""Sending what is due. Calls wait in threads of their own; rows are read and written by the worker's lane alone.

A message is held before its call begins and settled after it ended. Who dies between the two leaves it due again: the
receiver may get it twice, under the same id, and never not at all.
"""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from django.db import transaction

from bleib.accounts.locks import KeyIsGone
from bleib.kernel.crash import point
from bleib.webhooks.answer import Answer, Fault
from bleib.webhooks.calling import call
from bleib.webhooks.models import Endpoint, Message
from bleib.webhooks.settling import settle
from bleib.webhooks.signing import signed
from bleib.worker.api import checkpoint

AT_ONCE = 32  # calls of one worker
PER_ENDPOINT = 4  # of one endpoint; one where it has just failed
LOOK_SECONDS = 0.25


def is_due(now: datetime) -> bool:
    """Whether there is anything to send."""
    return Message.objects.due(now=now).filter(endpoint__in=Endpoint.objects.ready(now=now)).exists()


def send_due(*, now: datetime) -> int:
    """The worker's task: send until nothing is due. Returns how many messages were delivered."""
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as pool:
        return Sending(pool, now=now).run()


class Sending:
    """Calls on their way, and what came of them. A slow receiver has its own few calls and holds up no other."""

    def __init__(self, pool: ThreadPoolExecutor, *, now: datetime) -> None:
        self._pool = pool
        self._began = (now, time.monotonic())
        self._flying: dict[Future[Answer], Message] = {}
        self._delivered = 0

    def run(self) -> int:
        try:
            while self._begin():
                self._land()
        finally:  # told to stop, too: what is on its way is waited for
            while self._flying:
                self._land()
        return self._delivered

    @property
    def now(self) -> datetime:
        began, clock = self._began
        return began + timedelta(seconds=time.monotonic() - clock)

    def _begin(self) -> bool:
        """Begin as many calls as there is room for. False where nothing is on its way."""
        checkpoint()
        busy = Counter(message.endpoint_id for message in self._flying.values())
        for endpoint in Endpoint.objects.ready(now=self.now):
            most = 1 if endpoint.failures else PER_ENDPOINT
            room = min(most - busy[endpoint.pk], AT_ONCE - len(self._flying))
            if room > 0:
                self._begin_some(endpoint, room)
        return bool(self._flying)

    def _begin_some(self, endpoint: Endpoint, room: int) -> None:
        for message in endpoint.messages.due(now=self.now)[:room]:
            if message.hold(now=self.now):
                point("webhook.held")
                self._flying[self._pool.submit(_call, endpoint, message, now=self.now)] = message

    def _land(self) -> None:
        """Write down what has ended by now."""
        ended, _still = wait(self._flying, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
        for flight in ended:
            message = self._flying.pop(flight)
            point("webhook.answered")
            with transaction.atomic():
                self._delivered += settle(message, flight.result(), now=self.now)


def _call(endpoint: Endpoint, message: Message, *, now: datetime) -> Answer:
    """In a thread: no row is touched here."""
    try:
        secrets = endpoint.secrets(now=now)
    except KeyIsGone:
        return Answer(0.0, fault=Fault.KEY)
    return call(
        endpoint.url,
        headers=signed(message.key, message.body, secrets=secrets, now=now),
        body=message.body.encode(),
    )
