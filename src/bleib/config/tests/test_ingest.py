"""Client libraries of Segment and RudderStack, as they are installed, against a real server and a real worker.

Whatever is killed: what the library was told to be kept becomes one fact, and what it sent again does not become two.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bleib.config.tests.installation import Installation, kill, until
from bleib.config.tests.killable import install, worker
from bleib.config.tests.serving import Server, write_key
from bleib.history.new_fact import fact_id
from bleib.ingest import delivering, receiving, working
from tests import postgres

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
POINTS = ("ingest.turned", "ingest.done", "ingest.appended", "ingest.told", "ingest.delivered")
POINTS_OF_REQUESTS = ("ingest.kept", "ingest.committed")
EVENTS = 2_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """On SQLite: the protocol is the same on both databases."""
    with _installed(tmp_path / "home", "") as served:
        yield served


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def any_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.server()) if request.param == "postgresql" else ""
        yield stack.enter_context(_installed(tmp_path / "home", url))


@contextmanager
def _installed(home: Path, url: str) -> Iterator[Server]:
    installation = Installation(home, url, workers=1)
    with closing(installation):
        assert installation.start(install) == 0
        with closing(Server(installation)) as served:
            yield served


def test_every_crash_point_stands_in_the_list() -> None:
    code = "".join(Path(str(module.__file__)).read_text() for module in (receiving, working, delivering))
    assert set(re.findall(r'point\("(.*?)"\)', code)) == {*POINTS, *POINTS_OF_REQUESTS}


def segment(key: str, address: str, failed: Callable[..., None]) -> Any:
    client = import_module("segment.analytics.client").Client
    return client(key, host=address, gzip=True, on_error=failed, max_retries=1_000, timeout=2, upload_interval=0.05)


def rudder(key: str, address: str, failed: Callable[..., None]) -> Any:
    client = import_module("rudderstack.analytics.client").Client
    return client(key, host=address, on_error=failed, max_retries=1_000, timeout=2, upload_interval=0.05)


def rest(installation: Installation) -> None:
    """A worker does what is left, and stops."""
    last = installation.start(worker)
    until(lambda: not installation.ask("select 1 from ingest_waiting limit 1"))
    until(lambda: not installation.ask("select 1 from ingest_parcel limit 1"))
    until(lambda: not installation.ask("select 1 from history_pendingfact limit 1"))
    kill(last)


@pytest.mark.parametrize("library", [segment, rudder])
def test_a_library_runs_unchanged(server, library):
    failures: list[Any] = []
    key = write_key(server.installation, "--people")
    server.start()
    client = library(key, server.address, lambda error, _batch: failures.append(error))
    client.identify("u1", {"name": "Anna Amsel", "email": "anna@otter.example"})
    client.track("u1", "Order Completed", {"order_id": "7", "products": [{"sku": "A1", "price": 2.5, "quantity": 2}]})
    client.page("u1", "Shop", "Preise")
    client.screen("u1", "App", "Start")
    client.group("u1", "O1", {"name": "Otter AG"})
    client.alias("old", "u1")
    client.track("old", "Bericht geöffnet")
    client.flush()
    client.join()
    rest(server.installation)
    assert failures == []
    assert sum(server.installation.facts().values()) == 4
    assert server.installation.ask("select number, name from customers_customer order by 1") == [
        ("O1", "Otter AG"), ("u1", "Anna Amsel"),
    ]  # fmt: skip


@pytest.mark.kill
@pytest.mark.parametrize("library", [segment, rudder])
def test_what_was_answered_with_200_becomes_one_fact_whatever_is_killed(any_server, library):
    failures: list[Any] = []
    key = write_key(any_server.installation, "--people")
    any_server.start()
    client = library(key, any_server.address, lambda error, _batch: failures.append(error))
    sending = threading.Thread(target=_send, args=(client,))
    sending.start()
    _kill_around(any_server)
    sending.join()
    client.flush()
    client.join()
    rest(any_server.installation)
    assert failures == []
    expected = Counter(fact_id("shop", "usage", f"m{number}").hex() for number in range(EVENTS))
    assert any_server.installation.facts() == expected
    outcomes = dict(any_server.installation.ask("select outcome, sum(events) from ingest_tally group by 1"))
    assert outcomes["fact"] == EVENTS
    assert outcomes["again"] > 0, "no request was sent again: the test has shown nothing"


def _send(client: Any) -> None:
    dice = random.Random(5)
    for person in range(20):
        client.identify(f"u{person}", {"name": f"Person {person}"}, message_id=f"i{person}")
    for number in range(EVENTS):
        client.track(f"u{dice.randrange(20)}", "Export", message_id=f"m{number}")
        time.sleep(dice.uniform(0, 0.01))


def _kill_around(server: Server) -> None:
    """The server after its commit and before its answer, and at any moment; the worker at named points and at any."""
    dice, installation = random.Random(7), server.installation
    for point in POINTS:
        assert installation.start(worker, at=point) < 0
    server.kill()
    server.start(at=POINTS_OF_REQUESTS[0])
    time.sleep(1)
    server.kill()
    server.start(at=POINTS_OF_REQUESTS[1])
    before = len(installation.ask("select 1 from ingest_waiting"))
    until(lambda: len(installation.ask("select 1 from ingest_waiting")) > before)
    server.kill()
    for _death in range(2):
        server.start()
        at_work = installation.start(worker)
        time.sleep(dice.uniform(0.3, 2))
        server.kill()
        kill(at_work)
    server.start()
