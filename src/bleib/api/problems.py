"""Errors as RFC 9457 has them (application/problem+json): what was wrong, where, and what to do. Knows no framework."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import HttpResponse

MEDIA = "application/problem+json"
# Status: the name of its kind, which is an anchor of the docs page, and what to say where nobody says more.
KINDS: Mapping[int, tuple[str, str]] = {
    400: ("not-readable", "The request cannot be read."),
    401: ("no-token", "Say who asks: Authorization: Bearer TOKEN."),
    403: ("not-allowed", "This token may not do that."),
    404: ("not-found", "There is nothing here."),
    405: ("wrong-method", "This address does not take that method; the header Allow names those it does."),
    409: ("conflict", "It is not as the request assumes."),
    413: ("too-large", "The request is too large."),
    422: ("not-valid", "Something in the request does not fit."),
    429: ("too-many", "Too many requests. Wait as many seconds as the header Retry-After says."),
    500: ("broken", "Something went wrong here. It stands in the server's log."),
}


@dataclass(frozen=True)
class Wrong:
    """One thing that does not fit: where it stands in the request, such as "body.facts.0.key", and what is wrong."""

    where: str
    what: str


@dataclass
class Refused(Exception):
    """The answer to a request that is not answered otherwise."""

    status: int
    detail: str = ""
    wrong: Sequence[Wrong] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self) -> HttpResponse:
        return problem(self.status, self.detail, wrong=self.wrong, headers=self.headers)


def problem(
    status: int, detail: str = "", *, wrong: Sequence[Wrong] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The answer that says so."""
    kind, usual = KINDS.get(status, ("other", HTTPStatus(status).phrase))
    said: dict[str, object] = {
        "type": f"/api/#{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or usual,
    }
    if wrong:
        said["errors"] = [{"where": each.where, "what": each.what} for each in wrong]
    return HttpResponse(
        json.dumps(said, ensure_ascii=False), status=status, content_type=MEDIA, headers=dict(headers or {})
    )
