"""A call reaches the very address that was checked, believes only a right certificate, and ends in time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from bleib.webhooks import calling, reaching
from bleib.webhooks.answer import Answer, Fault
from bleib.webhooks.reaching import Forbidden, places
from bleib.webhooks.target import target
from bleib.webhooks.tests.certificates import server_context
from bleib.webhooks.tests.receiver import Receiver, listening


def call(url: str, seconds: float = 5.0) -> Answer:
    return calling.call(url, headers={"webhook-id": "msg_1"}, body=b"{}", seconds=seconds)


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names of hosts mean what `answers` say, in turn; returns the names that were asked for."""
    asked: list[str] = []

    def look_up(host: str, port: int, **_: object) -> list[tuple]:
        found = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in each], socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@contextmanager
def raw(answer: bytes, *, pause: float = 0.0, times: int = 1) -> Iterator[int]:
    """A server that sends these bytes so often, with pauses, whatever it is asked."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            peer, _address = server.accept()
            with peer:
                for _ in range(times):
                    try:
                        peer.sendall(answer)
                    except OSError:
                        return
                    time.sleep(pause)
                _hear_out(peer)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def _hear_out(peer: socket.socket) -> None:
    """Closing on what was not read resets the connection, and what was sent may be lost on the other side."""
    with suppress(OSError):
        peer.shutdown(socket.SHUT_WR)
        while peer.recv(65_536):
            pass


@pytest.fixture
def allowed(settings):
    def allow(port: int, host: str = "127.0.0.1") -> str:
        settings.WEBHOOK_HOSTS = [f"{host}:{port}"]
        return f"http://{host}:{port}/"

    return allow


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "2130706433", "0x7f.1", "0"])
def test_this_machine_is_not_called_however_it_is_spelled(host):
    assert call(f"https://{host}/").fault in (Fault.FORBIDDEN, Fault.UNKNOWN_HOST)


def test_a_name_with_one_address_inside_is_refused_as_a_whole(monkeypatch):
    named(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Forbidden):
        places(target("https://hooks.example/"))


def test_a_name_that_changes_its_meaning_is_looked_up_once(monkeypatch):
    asked = named(monkeypatch, ["203.0.114.1"], ["127.0.0.1"])
    reached: list[str] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: reached.append(address[0]) or _refuse())
    assert call("https://rebinding.example/").fault is Fault.REFUSED
    assert (asked, reached) == (["rebinding.example"], ["203.0.114.1"])


def _refuse() -> None:
    raise ConnectionRefusedError


@pytest.fixture
def encrypted(tmp_path, settings, monkeypatch):
    """A receiver with TLS whose certificate is for hooks.example; that name and another mean this machine."""
    context = server_context(tmp_path, host="hooks.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    reaching._trust.cache_clear()
    with listening(Receiver(), wrap=lambda plain: context.wrap_socket(plain, server_side=True)) as receiver:
        settings.WEBHOOK_HOSTS = [f"hooks.example:{receiver.port}", f"other.example:{receiver.port}"]
        named(monkeypatch, ["127.0.0.1"])
        yield receiver
    reaching._trust.cache_clear()


def test_the_checked_address_is_called_by_its_name(encrypted):
    assert call(f"https://hooks.example:{encrypted.port}/").status == 204
    assert encrypted.got[0].headers["host"] == f"hooks.example:{encrypted.port}"


def test_a_certificate_for_another_name_is_not_believed(encrypted):
    assert call(f"https://other.example:{encrypted.port}/").fault is Fault.CERTIFICATE
    assert encrypted.got == []


def test_a_certificate_nobody_vouches_for_is_not_believed(encrypted, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    reaching._trust.cache_clear()
    assert call(f"https://hooks.example:{encrypted.port}/").fault is Fault.CERTIFICATE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "pause", "times"),
    [(b"", 3.0, 1), (b"HTTP/1.1 200 OK\r\n", 0.0, 1), (b"x", 0.2, 100), (b"HTTP/1.1 200 OK\r\n\r\nx", 0.2, 100)],
    ids=["silence", "half an answer", "a header drop by drop", "a body drop by drop"],
)
def test_an_answer_that_does_not_end_is_cut(allowed, sent, pause, times):
    began = time.monotonic()
    with raw(sent, pause=pause, times=times) as port:
        answer = call(allowed(port), seconds=0.8)
    assert time.monotonic() - began < 2.5
    assert answer.seconds < 1.5


def test_of_a_large_answer_only_the_beginning_is_read(allowed):
    endless = b"HTTP/1.1 500 No\r\nContent-Length: 999999999\r\n\r\n" + b"a" * 100_000
    with raw(endless, times=1) as port:
        answer = call(allowed(port))
    assert (answer.status, len(answer.said)) == (500, calling.KEPT_CHARACTERS)


@pytest.mark.parametrize("nonsense", [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 99999 \r\n\r\n", b"\x00" * 200_000])
def test_an_answer_that_is_no_http_is_said_to_be_so(allowed, nonsense):
    with raw(nonsense) as port:
        assert call(allowed(port)).fault in (Fault.NONSENSE, Fault.REFUSED)


def test_nobody_there_is_refused(allowed):
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    assert call(allowed(port)).fault is Fault.REFUSED
