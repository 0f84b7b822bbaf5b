"""What asks the API, over HTTP and with a token: nothing here knows the database, or could get around a scope."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from bleib.kernel.errors import BleibError, UsageError

SECONDS = 30
PATIENCE = 60.0  # seconds to wait for what the worker measures
PAUSE = 1.0


class NotAnswered(BleibError):
    """The API refused, or did not answer; `status` 0: not at all."""

    def __init__(self, said: str, status: int = 0) -> None:
        super().__init__(said)
        self.status = status


class _Stay(HTTPRedirectHandler):
    """A token goes to the address it is for, and nowhere else."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


class Client:
    """`url` is Bleib's own address, `token` the secret. UsageError for an address that a token must not go to."""

    def __init__(self, url: str, token: str) -> None:
        self.url = f"{_checked(url)}/api/v1/"
        self._token = token
        self._opener = _opener(url)

    def get(self, path: str, **query: Any) -> Any:
        """The answer as JSON; waits where it is still being measured. Raises NotAnswered."""
        asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
        until = time.monotonic() + PATIENCE
        while True:
            status, found = self._send(Request(f"{self.url}{path}{'?' if asked else ''}{asked}"))
            if status != 202:
                return found
            if time.monotonic() > until:
                raise NotAnswered("It is still being measured. Is the worker running? Ask again in a minute.")
            time.sleep(PAUSE)

    def post(self, path: str, said: Mapping[str, Any]) -> Any:
        """Say something, once. Raises NotAnswered."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        return self._send(Request(f"{self.url}{path}", json.dumps(said).encode(), headers, method="POST"))[1]

    def _send(self, request: Request) -> tuple[int, Any]:
        request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            with error:
                raise NotAnswered(_told(error), error.code) from error
        except (URLError, OSError, HTTPException, ValueError) as error:
            raise NotAnswered(f"Bleib does not answer at {self.url}: {getattr(error, 'reason', error)}.") from error


def part(text: str) -> str:
    """A text as one part of an address."""
    return quote(text, safe="")


def _told(error: HTTPError) -> str:
    """What a problem says, with each thing that is wrong."""
    try:
        said = json.load(error)
        more = "".join(f" {each['where']}: {each['what']}" for each in said.get("errors") or ())
        return f"{said['detail']}{more}"
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"Bleib answered {error.code} {error.reason}."


def _opener(url: str) -> OpenerDirector:
    """Straight to this machine; to others by the proxy of the environment, if there is one."""
    return build_opener(_Stay(), *([ProxyHandler({})] if _is_here(url) else []))


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"'{url}' is no address of Bleib. For example: https://bleib.example.com")
    if parts.scheme == "http" and not _is_here(url):
        raise UsageError("Over http a token can be read on its way. Use the https address.")
    return url.rstrip("/")


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
