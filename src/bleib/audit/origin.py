"""From where: the request an entry was written in, and the network it came from.

Who acts is always passed on by name; only the way here is taken from the surroundings.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from ipaddress import ip_address, ip_network
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse

_NOWHERE: Mapping[str, str] = MappingProxyType({})
_origin: ContextVar[Mapping[str, str]] = ContextVar("origin", default=_NOWHERE)

NETWORK_BITS = {4: 24, 6: 48}  # what is left of an address names a network, not a household


class OriginMiddleware:
    """Gives every request a number, and remembers it for the entries written in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _origin.set(
            {"request": secrets.token_hex(6), "network": shortened(request.META.get("REMOTE_ADDR", ""))}
        )
        try:
            return self.get_response(request)
        finally:
            _origin.reset(token)


def current() -> dict[str, str]:
    """`request`, `network` and `token` of the request being answered, as far as known; empty outside of one."""
    return {name: value for name, value in _origin.get().items() if value}


def note_origin(**said: str) -> None:
    """What else is known of the way here, such as the token of a program; it holds until the request is answered."""
    _origin.set({**_origin.get(), **said})


def shortened(address: str) -> str:
    """The network of an address, 203.0.113.0/24 or 2001:db8:1::/48; empty where there is none (a socket)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{parsed}/{NETWORK_BITS[parsed.version]}", strict=False))
