"""SQLite under load: pages, a worker and the writing of facts side by side, and nobody is told to come again."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bleib.config.tests.installation import Installation, kill, runs, until
from bleib.config.tests.killable import COLLEAGUES, PASSWORD, install, web, worker
from tests.processes import running

pytestmark = [pytest.mark.alone, pytest.mark.timeout(240)]
SECONDS = 60
WRITERS = 2
PATIENCE = 10  # seconds that somebody waits for a page


class Colleague(threading.Thread):
    """Somebody who signs in and saves the own account again and again, as fast as the server answers."""

    def __init__(self, number: int, address: str, stop: threading.Event) -> None:
        super().__init__()
        self.number, self.address, self.stop = number, address, stop
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.answers: Counter[int] = Counter()
        self.longest = 0.0

    def run(self) -> None:
        self._send("/sign-in/", login=f"colleague{self.number}@example.org", password=PASSWORD)
        while not self.stop.is_set():
            began = time.monotonic()
            self.answers[self._send("/me/", name=f"Colleague {began}", language="en", theme="dark")] += 1
            self.longest = max(self.longest, time.monotonic() - began)

    def _send(self, path: str, **told: str) -> int:
        """Fill in the form of a page; the answer's status, of the page that it leads to."""
        try:
            page = self.browser.open(self.address + path, timeout=PATIENCE).read().decode()
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
            form = urlencode(told | {"csrfmiddlewaretoken": token[1] if token else ""}).encode()
            answer = self.browser.open(self.address + path, form, timeout=PATIENCE)
        except urllib.error.HTTPError as refused:
            return refused.code
        return answer.status if answer.geturl().endswith(path) or path == "/sign-in/" else 0


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    installed = Installation(tmp_path / "home", "", workers=1)
    with closing(installed):
        assert installed.start(install) == 0
        yield installed


@pytest.fixture
def address(installation: Installation) -> Iterator[str]:
    """A real server for this installation."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"BLEIB_HOME": str(installation.home), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "bleib", "serve", "--port", str(port)]
    with (installation.home / "served").open("w") as said, running(command, env=environment, stderr=said) as server:
        until(lambda: _answers(f"http://127.0.0.1:{port}/health"))
        yield f"http://127.0.0.1:{port}"
        server.terminate()
        server.wait(60)


def _answers(address: str) -> bool:
    try:
        return urllib.request.urlopen(address, timeout=5).status == 200
    except OSError:
        return False


def test_nobody_is_told_that_the_database_is_locked(installation: Installation, address: str) -> None:
    stop = threading.Event()
    colleagues = [Colleague(number, address, stop) for number in range(COLLEAGUES)]
    working, writing = installation.start(worker), [installation.start(web) for _ in range(WRITERS)]
    for colleague in colleagues:
        colleague.start()
    stop.wait(SECONDS)
    stop.set()
    for colleague in colleagues:
        colleague.join()
    assert all(runs(process) for process in (*writing, working)), "a process failed"
    for process in (*writing, working):
        kill(process)
    check_answers(colleagues)
    check_logs(installation)
    installation.finish()
    installation.check()


def check_answers(colleagues: list[Colleague]) -> None:
    answers = sum((colleague.answers for colleague in colleagues), Counter[int]())
    assert set(answers) == {200}, answers
    assert answers.total() > 50
    assert max(colleague.longest for colleague in colleagues) < PATIENCE


def check_logs(installation: Installation) -> None:
    assert "locked" not in (installation.home / "served").read_text()
    log = [json.loads(line) for line in (installation.home / "log").read_text().splitlines()]
    assert [line for line in log if line["level"] != "info"] == []
