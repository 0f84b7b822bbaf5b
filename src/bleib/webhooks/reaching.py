"""A connection to the very address that was checked: the name is looked up once, so it means no other one later."""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import suppress
from functools import cache

from bleib.webhooks.addresses import is_allowed
from bleib.webhooks.target import Target

CONNECT_SECONDS = 5.0
MOST_ADDRESSES = 3

Place = tuple[socket.AddressFamily, str]


class Forbidden(Exception):
    """A name that means an address inside, be it among others."""


class UnknownHost(Exception):
    """A name that means nothing."""


def places(target: Target) -> list[Place]:
    """Addresses of the host, every one of them checked. Raises Forbidden or UnknownHost."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnknownHost from None
    known: list[Place] = [(family, str(address[0])) for family, _type, _protocol, _name, address in found]
    if not known or not all(is_allowed(address, private=target.private) for _family, address in known):
        raise Forbidden
    return list(dict.fromkeys(known))[:MOST_ADDRESSES]


class Pinned(http.client.HTTPConnection):
    """HTTP to one of `places`; with TLS the certificate has to be of the host's name."""

    def __init__(self, target: Target, found: list[Place], *, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target = target
        self._places = found
        self._line: socket.socket | None = None  # `sock` is given away with the answer
        self.was_cut = False

    def connect(self) -> None:
        self.sock = self._line = self._reach()
        if self._target.scheme == "https":
            self.sock = self._line = encrypted = _trust().wrap_socket(
                self._line, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            encrypted.do_handshake()  # not before it can be cut

    def cut(self) -> None:
        """End it from another thread: whoever waits for the answer is told at once."""
        self.was_cut = True
        if self._line is not None:
            with suppress(OSError):  # the socket's own shutdown: that of TLS would change what the other thread reads
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)

    def _reach(self) -> socket.socket:
        """The first address that answers. Raises OSError."""
        failure: OSError = ConnectionRefusedError()
        for family, address in self._places:
            try:
                return self._open(family, address)
            except OSError as error:
                failure = error
        raise failure

    def _open(self, family: socket.AddressFamily, address: str) -> socket.socket:
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.settimeout(CONNECT_SECONDS)
            opened.connect((address, self._target.port))
            opened.settimeout(self.timeout)
        except BaseException:
            opened.close()
            raise
        return opened


@cache
def _trust() -> ssl.SSLContext:
    """The machine's authorities, and those in SSL_CERT_FILE; reading them takes longer than a call."""
    return ssl.create_default_context()
