"""Around everything else, for addresses of the API alone: no cookie gets in, and every error comes out as a problem."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bleib.api.problems import MEDIA, problem

PREFIX = "/api/v1/"


class ApiMiddleware:
    """A session would let any page of the web ask in a colleague's name; a token cannot be sent without knowing it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        answer = self.get_response(request)
        if answer.status_code < 400 or answer.headers.get("Content-Type") == MEDIA:
            return answer
        kept = {name: answer.headers[name] for name in ("Allow", "Retry-After") if name in answer.headers}
        return problem(answer.status_code, headers=kept)
