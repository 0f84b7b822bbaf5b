"""The real server in a process of its own: pages, compressed files with hashed names, a clean stop."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from bleib.cli import serve as command
from bleib.kernel.errors import BleibError, UsageError
from tests.processes import running

START_SECONDS = 60
STOP_SECONDS = 10


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Its address, and the process."""
    yield from serve(tmp_path_factory.mktemp("installation"))


def serve(home):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with running(
        [sys.executable, "-m", "bleib", "serve", "--port", port, "--home", home],
        env=environment | {"PYTHONPATH": os.pathsep.join(sys.path), "LANG": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process)
        yield address, process


def wait_for(address: str, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()[0]
        try:
            urlopen(f"{address}/health").close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


def get(address: str, **headers: str):
    with urlopen(Request(address, headers=headers)) as answer:
        return answer.headers, answer.read()


@pytest.mark.slow
def test_pages_and_their_files_are_served(server):
    address, _process = server
    _headers, page = get(f"{address}/sign-in/")
    files = re.findall(r'(?:href|src)="(/static/[^"#]+)"', page.decode())
    assert len(files) >= 5
    for file in files:
        headers, _content = get(address + file)
        assert "immutable" in headers["Cache-Control"]


@pytest.mark.slow
def test_style_sheets_are_compressed_and_lead_to_each_other(server):
    address, _process = server
    sheet = re.search(r"/static/ui/style/bleib\.\w+\.css", get(f"{address}/sign-in/")[1].decode()).group()
    headers, _content = get(address + sheet, **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    tabler = re.search(r"\.\./vendor/(tabler\.min\.\w+\.css)", get(address + sheet)[1].decode()).group(1)
    assert get(f"{address}/static/ui/vendor/{tabler}")[0]["Content-Type"].startswith("text/css")


@pytest.mark.slow
def test_a_second_server_on_the_same_port_is_refused(server):
    with pytest.raises(BleibError, match="address already in use"):
        command._claim("127.0.0.1", int(server[0].rpartition(":")[2]))


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(BleibError, match=r"Cannot listen on 192\.0\.2\.1, port 8000: cannot assign"):
        command._claim("192.0.2.1", 8000)


@pytest.mark.slow
def test_it_stops_cleanly_when_told(server):
    _address, process = server
    process.send_signal(signal.SIGTERM)
    said, _nothing = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "bleib init" in said  # nobody can sign in yet: it was told at the start


@pytest.mark.slow
def test_its_worker_process_ends_with_it_when_it_is_killed(tmp_path):
    for address, process in serve(tmp_path):
        process.kill()
        process.wait(timeout=10)
        until = time.monotonic() + STOP_SECONDS
        while is_listening(address):
            assert time.monotonic() < until, "an orphan keeps the port"
            time.sleep(0.1)


def is_listening(address: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(address.rpartition(":")[2]))) == 0


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)]
)
def test_it_knows_whether_only_this_machine_is_served(host, loopback):
    assert command._is_loopback(host) is loopback


def test_a_host_that_is_no_address_is_refused():
    with pytest.raises(UsageError, match="no address to listen on"):
        command._is_loopback("everybody")


@pytest.mark.django_db
def test_serving_others_without_encryption_is_remarked(settings):
    settings.HTTPS = False
    assert any("without encryption" in line for line in command._remarks("0.0.0.0"))
    assert not any("without encryption" in line for line in command._remarks("127.0.0.1"))
