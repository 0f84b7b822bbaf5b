"""The door of the API. Only the first request loads the framework behind it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from bleib.accounts.access import public
from bleib.api.problems import Refused

if TYPE_CHECKING:
    from ninja import NinjaAPI

LARGEST = 1_000_000  # bytes of a request
TOKENS = "every operation asks for a token of its own; cookies are not looked at (middleware.py)"


@csrf_exempt
@public(TOKENS)
def entrance(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Hand the request to the operation of that address. What it says is English: programs read it."""
    with translation.override("en"):
        try:
            _refuse_large(request)
            found = _resolver().resolve(rest)
            answer: HttpResponseBase = found.func(request, **found.kwargs)
        except Http404:
            return Refused(404, "There is no such address. /api/ lists all there are.").answer()
        except Refused as refused:
            return refused.answer()
        return answer


@public("what can be asked is no secret; the answers are")
def openapi(_request: HttpRequest) -> JsonResponse:
    """The description of the API for programs: OpenAPI 3.1."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


@cache
def described() -> dict[str, object]:
    """The OpenAPI document; made once per process."""
    return dict(application().get_openapi_schema(path_prefix="api/v1/"))


def application() -> NinjaAPI:
    from bleib.api.application import api

    return api


def _refuse_large(request: HttpRequest) -> None:
    if request.headers.get("Transfer-Encoding"):  # its length is known only when it was read
        raise Refused(400, "Say how long the request is: Content-Length instead of Transfer-Encoding.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise Refused(400, "The header Content-Length is no number.")
    if len(length) > len(str(LARGEST)) or int(length) > LARGEST:
        raise Refused(413, f"A request has at most {LARGEST:,} bytes. Send it in parts.")


@cache
def _resolver() -> URLResolver:
    return URLResolver(RegexPattern(r"^"), application().urls[0])
