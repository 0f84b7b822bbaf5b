"""Two answers at the same moment: the first one counts, and the second one hears of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Barrier

import pytest
from django.db import connection

from bleib.customers.fields import add_field
from bleib.customers.models import Contact, Customer, CustomValue
from bleib.profiling.api import KnownAlready, answer

pytestmark = pytest.mark.django_db(transaction=True)


def said_at_once(say: Callable[[str], None]) -> list[str]:
    """Eight say something else at the same moment; returns what was kept as far as they know."""
    start = Barrier(8)

    def one(number: int) -> str:
        start.wait()
        with closing(connection), suppress(KnownAlready):
            say(f"Boss {number}")
            return f"Boss {number}"
        return ""

    with ThreadPoolExecutor(8) as threads:
        return list(filter(None, threads.map(one, range(8))))


def test_of_many_answers_at_once_one_is_kept(wanted, weber, now):
    wanted("position", "contact")
    kept = said_at_once(
        lambda value: answer("position", value, contact=Contact.objects.get(pk=weber.pk), by=None, now=now)
    )
    weber.refresh_from_db()
    assert kept == [weber.position]


def test_so_it_is_with_a_field_of_the_company(wanted, otter, anna, now):
    add_field(label="Boss", kind="text", by=anna, now=now)
    wanted("field_boss")
    kept = said_at_once(
        lambda value: answer("field_boss", value, customer=Customer.objects.get(pk=otter.pk), by=None, now=now)
    )
    assert kept == list(CustomValue.objects.values_list("text", flat=True))
