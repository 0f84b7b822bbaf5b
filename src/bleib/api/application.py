"""The API as django-ninja knows it: areas, and how errors are answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from bleib import __version__
from bleib.api.areas import (
    changes,
    contacts,
    contracts,
    customers,
    exports,
    facts,
    forecasts,
    lights,
    metrics,
    questions,
    segments,
    tasks,
    tokens,
)
from bleib.api.odd import refuse_odd
from bleib.api.problems import MEDIA, Refused, Wrong, problem

AREAS = (
    ("Customers", customers.router),
    ("Contacts", contacts.router),
    ("Questions", questions.router),
    ("Contracts", contracts.router),
    ("Facts", facts.router),
    ("Lights", lights.router),
    ("Forecasts", forecasts.router),
    ("Metrics", metrics.router),
    ("Segments", segments.router),
    ("Tasks", tasks.router),
    ("Changes", changes.router),
    ("Exports", exports.router),
    ("Token", tokens.router),
)
MOST_WRONG = 50  # told at once
LONGEST_NUMBER = 40  # characters, and digits when it is written out
PARAMETERS = ("said", "asked")  # of operations: the body, the query
ABOUT = """Customers, what happened to them, lights, forecasts and figures: the same as on the pages, for programs.

Every request says a token (`Authorization: Bearer …`), made under Connections. It may do what its scopes say, and
never more than the role of the colleague who made it allows at that moment. Lists come in pages: `next` of one is the
`cursor` of the page behind it. Amounts are texts with four decimals, in the installation's currency; instants carry
their zone. Errors are problems (RFC 9457) that say what was wrong, where, and what to do."""


class ExactParser(Parser):
    """JSON with exact decimals; what is no JSON, or none that a database takes, is refused."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            found = json.loads(request.body, parse_float=_exact, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise Refused(400, "The body is no JSON that can be read.") from error
        refuse_odd(found)
        return found


class Api(NinjaAPI):
    """Errors are described with their own media type."""

    def get_openapi_schema(self, **named: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**named)
        for methods in schema["paths"].values():
            for operation in methods.values():
                if content := operation.pop("x-content", None):
                    operation["responses"][200]["content"] = content
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
        return schema


def _api() -> Api:
    made = Api(
        title="Bleib", version=__version__, description=ABOUT, openapi_url=None, docs_url=None,
        urls_namespace="bleib-api", parser=ExactParser(),
    )  # fmt: skip
    for tag, router in AREAS:
        made.add_router("", router, tags=[tag])
    made.add_exception_handler(Refused, _refused)
    made.add_exception_handler(ValidationError, _not_valid)
    made.add_exception_handler(HttpError, _other)
    return made


def _refused(_request: HttpRequest, refused: Any) -> HttpResponse:
    answer: HttpResponse = refused.answer()
    return answer


def _other(_request: HttpRequest, error: Any) -> HttpResponse:
    """The framework says of every body that it cannot be read; what the parser said says why."""
    if isinstance(error.__cause__, Refused):
        return error.__cause__.answer()
    return problem(error.status_code, str(error))


def _not_valid(_request: HttpRequest, error: Any) -> HttpResponse:
    """What of the request does not have the shape that is described, thing by thing."""
    wrong = [Wrong(_place(each["loc"]), each["msg"]) for each in error.errors[:MOST_WRONG]]
    return Refused(422, wrong=wrong).answer()


def _place(parts: Sequence[object]) -> str:
    """Where in the request it stands; without what our functions call what was said."""
    return ".".join(str(part) for place, part in enumerate(parts) if not (place == 1 and part in PARAMETERS))


def _exact(text: str) -> Decimal:
    """A number with a point or an exponent. One of a billion digits, written in ten, would keep the server busy."""
    value = Decimal(text)
    if len(text) > LONGEST_NUMBER or abs(value.adjusted()) > LONGEST_NUMBER:
        raise ValueError(text)
    return value


def _no_number(text: str) -> Any:
    raise ValueError(text)


api = _api()
