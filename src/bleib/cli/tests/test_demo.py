"""The demo in processes of its own: pages behind a sign-in, ended without a trace of a process."""

from __future__ import annotations

import re
import signal
import socket
import time
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

from bleib.cli import _running
from tests.demos import Demo

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


def test_everybody_signs_in_with_what_was_printed_and_it_ends_with_ctrl_c(folder):
    demo = Demo(folder)
    try:
        page = sign_in(demo.address, demo.email, demo.password)
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
    demo = Demo(folder, **real)
    code = demo.stop(signal.SIGTERM)
    assert code == 0
    assert "imported" not in demo.said.lower()  # the second call starts at once


def test_whoever_is_killed_leaves_nobody_running(folder):
    demo = Demo(folder)
    demo.stop(signal.SIGKILL)
    until = time.monotonic() + 60
    while (left := demo.processes()) and time.monotonic() < until:
        time.sleep(0.2)
    assert left == []


def sign_in(address: str, email: str, password: str) -> str:
    """The page behind the sign-in."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
    form = browser.open(f"{address}/sign-in/").read().decode()
    (token, *_others) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    said = {"login": email, "password": password, "csrfmiddlewaretoken": token}
    return browser.open(f"{address}/sign-in/", urlencode(said).encode()).read().decode()
