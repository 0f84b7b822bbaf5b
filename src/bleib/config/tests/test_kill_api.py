"""A server is killed between work and answer: whoever asks again under the same idempotency key gets one effect."""

from __future__ import annotations

import http.client
import json
import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bleib.api import once
from bleib.config.tests.installation import Installation
from bleib.config.tests.killable import install
from bleib.config.tests.serving import Server, token
from tests import postgres

pytestmark = [pytest.mark.slow, pytest.mark.kill, pytest.mark.timeout(400)]
POINTS = ("api.done", "api.kept")
TASKS, DEATHS = 120, 5


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def shop(request, tmp_path_factory) -> Iterator[tuple[Server, str]]:
    """A server and the secret of a token."""
    with ExitStack() as stack:
        url = stack.enter_context(postgres.server()) if request.param == "postgresql" else ""
        home: Path = tmp_path_factory.mktemp("shop") / "home"
        installation = stack.enter_context(closing(Installation(home, url, workers=0)))
        assert installation.start(install) == 0
        secret = token(installation, "write:customers", "read:customers", "write:tasks", "read:tasks")
        yield stack.enter_context(closing(Server(installation))), secret


def post(shop: tuple[Server, str], path: str, said: dict[str, Any], key: str) -> tuple[int, bytes, bool]:
    """Status, answer, and whether it had been given before. Raises OSError where there is none."""
    server, secret = shop
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Idempotency-Key": key}
    request = Request(f"{server.address}/api/v1/{path}", json.dumps(said).encode(), headers)
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read(), "Idempotency-Replayed" in answer.headers
    except HTTPError as error:
        with error:
            return error.code, error.read(), False
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error


def test_every_crash_point_stands_in_the_list():
    assert tuple(re.findall(r'point\("(.*?)"\)', Path(once.__file__).read_text())) == POINTS


@pytest.mark.parametrize("point", POINTS)
def test_who_repeats_after_a_kill_gets_one_effect(shop, point):
    server, number = shop[0], f"K-{point}"
    asked = ("customers", {"number": number, "name": "Nordwerft"}, f"key-{point}")
    server.start(at=point)
    with pytest.raises(OSError, match=r"."):
        post(shop, *asked)
    server.kill()
    server.start()
    first, again = post(shop, *asked), post(shop, *asked)
    server.kill()
    assert (first[0], first[2]) == (201, point == "api.kept")
    assert again == (201, first[1], True)
    assert server.installation.ask(f"select count(*) from customers_customer where number = '{number}'") == [(1,)]
    added = "select count(*) from audit_entry where verb = 'added' and object_pk = '{}'"
    assert server.installation.ask(added.format(json.loads(first[1])["id"])) == [(1,)]


def test_killed_at_any_moment_each_task_is_there_once(shop):
    server, dice = shop[0], random.Random(11)
    server.start()
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(_until_answered, shop, number) for number in range(TASKS)]
        for _death in range(DEATHS):
            time.sleep(dice.uniform(0.2, 1.5))
            server.kill()
            server.start()
        answers = [each.result() for each in asked]
    server.kill()
    assert len({json.loads(said)["id"] for said, _tries in answers}) == TASKS
    assert server.installation.ask("select count(*), count(distinct title) from tasks_task") == [(TASKS, TASKS)]
    assert max(tries for _said, tries in answers) > 1, "nothing was asked again: the test has shown nothing"


def _until_answered(shop: tuple[Server, str], number: int) -> tuple[bytes, int]:
    """The answer, and after how many tries."""
    for tries in range(1, 1_000):
        try:
            status, said, _replayed = post(shop, "tasks", {"title": f"Task {number}"}, f"task-{number}")
        except OSError:
            status = 0
        if status == 201:
            return said, tries
        assert status in (0, 429, 502, 503), said
        time.sleep(0.1)
    raise AssertionError("never answered")
