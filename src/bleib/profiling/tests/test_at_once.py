"""Two answers at the same moment: the first one counts, and the second one hears of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Barrier

import pytest
from django.db import connection

from bleib.customers.models import Contact
from bleib.profiling.api import KnownAlready, answer

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_answers_at_once_one_is_kept(wanted, weber, now):
    wanted("position", "contact")
    start = Barrier(8)

    def say(number: int) -> str:
        start.wait()
        with closing(connection), suppress(KnownAlready):
            answer("position", f"Boss {number}", contact=Contact.objects.get(pk=weber.pk), by=None, now=now)
            return f"Boss {number}"
        return ""

    with ThreadPoolExecutor(8) as threads:
        kept = list(filter(None, threads.map(say, range(8))))
    weber.refresh_from_db()
    assert kept == [weber.position]
