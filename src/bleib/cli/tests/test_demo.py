"""The demo in processes of its own: pages behind a sign-in, ended without a trace of a process."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

from bleib.cli import _running

pytestmark = [pytest.mark.slow]
START_SECONDS = 180


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


class Started:
    """A demo that runs; `said` is what it printed until it was ready."""

    def __init__(self, folder: Path, **environment: str) -> None:
        clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bleib", "demo", "--home", str(folder), "--lang", "en"],
            env=clean | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Stop:"):
                return
        raise AssertionError(self.said)

    @property
    def address(self) -> str:
        return re.search(r"http://127\.0\.0\.1:\d+", self.said).group()

    def stop(self, how: signal.Signals) -> int:
        """Also where the test has failed."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(60)
        self.process.stdout.close()
        return code

    def processes(self) -> list[str]:
        """Of its session, whoever their parent is by now."""
        listed = subprocess.run(["ps", "-o", "pid=,stat=", "-s", str(self.process.pid)], capture_output=True, text=True)
        return [line for line in listed.stdout.splitlines() if "Z" not in line]


def test_everybody_signs_in_with_what_was_printed_and_it_ends_with_ctrl_c(folder):
    demo = Started(folder)
    try:
        email, password = re.search(r"Sign in: (\S+)\s+Password: (\S+)", demo.said).groups()
        page = sign_in(demo.address, email, password)
    finally:
        code = demo.stop(signal.SIGINT)
    assert "Anna Albrecht" in page
    assert (code, demo.processes()) == (0, [])


def test_a_real_installations_settings_are_left_out_and_a_taken_port_is_avoided(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert _running.free_port(port) != port
    real = {"BLEIB_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/real", "BLEIB_MAIL_URL": "smtp://127.0.0.1:1"}
    demo = Started(folder, **real)
    code = demo.stop(signal.SIGTERM)
    assert code == 0
    assert "imported" not in demo.said.lower()  # the second call starts at once


def test_whoever_is_killed_leaves_nobody_running(folder):
    demo = Started(folder)
    demo.stop(signal.SIGKILL)
    until = time.monotonic() + 60
    while (left := demo.processes()) and time.monotonic() < until:
        time.sleep(0.2)
    assert left == []


def sign_in(address: str, email: str, password: str) -> str:
    """The page behind the sign-in."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
    form = browser.open(f"{address}/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form).group(1)
    said = {"login": email, "password": password, "csrfmiddlewaretoken": token}
    return browser.open(f"{address}/sign-in/", urlencode(said).encode()).read().decode()
