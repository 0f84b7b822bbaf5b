"""Whose address a request came from, where proxies of our own stand in front (BLEIB_PROXY: how many)."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ProxyMiddleware:
    """First of all: the limits on guessing, the list of sessions and the audit log then know the visitor's address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if visitor := _visitor(request.headers.get("X-Forwarded-For", ""), settings.PROXIES):
            request.META["REMOTE_ADDR"] = visitor
        return self.get_response(request)


def _visitor(forwarded: str, proxies: int) -> str:
    """What the outermost of our proxies saw; what stands further left anybody may have written."""
    seen = [address.strip() for address in forwarded.split(",")]
    if not proxies or len(seen) < proxies:
        return ""
    try:
        return str(ip_address(seen[-proxies]))
    except ValueError:
        return ""
