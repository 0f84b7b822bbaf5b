"""Sending what is due. Calls wait in threads of their own; rows are read and written by the worker's lane alone.

A message is held before its call begins and settled after it ended. Who dies between the two leaves it due again: the
receiver may get it twice, under the same id, and never not at all.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
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
GATHER_SECONDS = 0.02  # answers that come close together are written down together


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
        for endpoint, message in self._held():
            self._flying[self._pool.submit(_call, endpoint, message, now=self.now)] = message
        return bool(self._flying)

    def _held(self) -> list[tuple[Endpoint, Message]]:
        """What is due and was not taken by another, in one transaction: it is held when the first call begins."""
        due = list(self._due())
        if not due:
            return []
        with transaction.atomic():
            held = [(endpoint, message) for endpoint, message in due if message.hold(now=self.now)]
        point("webhook.held")
        return held

    def _due(self) -> Iterator[tuple[Endpoint, Message]]:
        """The first of each endpoint, as far as there is room."""
        busy = Counter(message.endpoint_id for message in self._flying.values())
        free = AT_ONCE - len(self._flying)
        for endpoint in Endpoint.objects.ready(now=self.now) if free > 0 else ():
            room = min((1 if endpoint.failures else PER_ENDPOINT) - busy[endpoint.pk], free)
            for message in endpoint.messages.due(now=self.now)[: max(room, 0)]:
                free -= 1
                yield endpoint, message

    def _land(self) -> None:
        """Write down what has ended by now, in one transaction."""
        wait(self._flying, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
        ended, _still = wait(self._flying, timeout=GATHER_SECONDS)
        landed = [(self._flying.pop(flight), flight.result()) for flight in ended]
        if not landed:
            return
        point("webhook.answered")
        with transaction.atomic():
            for message, answer in sorted(landed, key=lambda each: each[0].endpoint_id):
                self._delivered += settle(message, answer, now=self.now)


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
