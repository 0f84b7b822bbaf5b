"""Cursors tell nothing and cannot be made up: what a list is sorted by may be what the token must not read."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode

import pytest

from bleib.accounts.api import Scope
from bleib.api.cursors import opened, sealed
from bleib.api.problems import Refused
from bleib.customers.models import Customer
from bleib.figures.listing.pages import write_place
from bleib.figures.models import CustomerFigures
from bleib.lights.models import Light

pytestmark = pytest.mark.django_db
SORTED = ("lights", "customers?sort=light", "customers?sort=revenue", "customers?sort=name", "customers")


@pytest.fixture
def two(now):
    """Two red customers with the same revenue."""
    day = now.date()
    for number in ("70042", "70043"):
        one = Customer.objects.create(number=number, name=f"Zyxwerft {number}", created_at=now)
        CustomerFigures.objects.create(customer=one, light=3, revenue_year="4711.33", revenue="4711.33", orders=2)
        Light.objects.create(
            customer=one, colour="red", judged="red", since=day, changed_on=day, changed_at=now, as_of=day, made_by="x"
        )


def read(cursor: str) -> str:
    """All that can be made of a cursor without a key, one base64 within the other."""
    found, inner = cursor, cursor
    while re.fullmatch(r"[\w-]+=*", inner):
        inner = urlsafe_b64decode(inner.rstrip("=") + "=" * (-len(inner.rstrip("=")) % 4)).decode("latin-1")
        found += inner
    return found


@pytest.mark.parametrize("path", SORTED)
def test_a_cursor_tells_nothing_and_leads_on(ask, two, path):
    path, _mark, sort = path.partition("?sort=")
    asked = {"limit": 1} | ({"sort": sort} if sort else {})
    first = ask("get", path, **asked).json()
    said = read(first["next"])
    assert not any(secret in said for secret in ("4711", "Zyxwerft", "70042"))
    behind = ask("get", path, cursor=first["next"], **asked).json()
    assert (len(behind["data"]), behind["next"]) == (1, None)
    assert behind["data"] != first["data"]


def test_who_reads_only_lights_makes_up_no_place_to_ask_what_lies_behind(client, secret_for, two):
    bearer = {"Authorization": f"Bearer {secret_for(Scope.READ_LIGHTS)}"}
    made_up = write_place((3_000_000_004_711.0, 0))
    assert client.get(f"/api/v1/lights?cursor={made_up}", headers=bearer).status_code == 422


def test_a_cursor_of_one_list_is_none_of_another():
    assert opened(sealed("7", "lights"), "lights") == "7"
    with pytest.raises(Refused):
        opened(sealed("7", "lights"), "tasks")
