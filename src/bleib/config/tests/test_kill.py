"""Whatever is killed at whatever moment: each fact counts once, and each handler acts on it once.

A page's process and the workers are killed over and over while they work on one installation; then the rest is done and
everything is compared with what was accepted.
"""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bleib.config.tests.installation import Installation, kill
from bleib.config.tests.killable import install, web, worker
from bleib.history import delivery
from bleib.worker import lane
from tests import postgres
from tests.processes import RANDOM_KILLS

pytestmark = [pytest.mark.kill, pytest.mark.timeout(400)]

POINTS = (
    "pending.batched",
    "pending.committed",
    "pending.finished",
    "job.claimed",
    "job.ran",
    "job.settled",
    "feed.enqueued",
    "feed.distributed",
    "delivery.noted",
    "delivery.acted",
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    with ExitStack() as stack:
        on_server = request.param == "postgresql"
        url = stack.enter_context(postgres.server()) if on_server else ""
        installed = Installation(tmp_path / "home", url, workers=2 if on_server else 1)
        stack.callback(installed.close)
        assert installed.start(install) == 0
        yield installed


def test_every_crash_point_stands_in_the_code_and_in_the_list() -> None:
    code = Path(lane.__file__).read_text() + Path(delivery.__file__).read_text()
    assert set(re.findall(r'point\("(.*?)"\)', code)) == {point for point in POINTS if not point.startswith("pending")}


def test_killed_at_named_points(installation: Installation) -> None:
    for point in POINTS:
        page = installation.start(web)
        assert installation.start(worker, at=point) == -signal.SIGKILL
        kill(page)
    installation.finish()
    installation.check()


def test_killed_at_random_moments(installation: Installation) -> None:
    dice, deaths = random.Random(3), 0
    at_work = [installation.start(worker) for _ in range(installation.workers)]
    page = installation.start(web)
    while deaths < RANDOM_KILLS:
        time.sleep(dice.uniform(0, 0.6))
        if dice.random() < 0.25:
            deaths += kill(page)
            page = installation.start(web)
        else:
            deaths += kill(at_work.pop(0))
            at_work.append(installation.start(worker))
    for process in (page, *at_work):
        kill(process)
    installation.finish()
    installation.check()
    assert len(installation.ask("select 1 from accepted")) > 10 * RANDOM_KILLS
