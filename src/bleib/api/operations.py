"""How an operation is declared: its scope, what it answers, and every error it may answer instead."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import partial, wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from bleib.accounts.api import Scope
from bleib.accounts.models import Token
from bleib.accounts.scopes import ANSWERED
from bleib.api.bearer import Bearer
from bleib.api.once import HEADER, once
from bleib.api.problems import Refused, Wrong
from bleib.api.seeing import hide
from bleib.api.shapes import Named, ProblemOut
from bleib.kernel.errors import BleibError, UsageError

ALWAYS = (400, 401, 403, 413, 422, 429)
KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "Chosen by you, once for each thing to do, such as a UUID. A request that is repeated with the same "
    "key within a day takes effect once and gets the same answer.",
    "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,200}$"},
    "example": "5f0c3c1e-8f0a-4b0e-9d1a-2f6f0c9b7a11",
}
GONE = {"POST": (410,)}  # what was done under the key has been erased
OF_TOKEN = ("by", "token")
View = Callable[..., Any]


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    scope: Scope | None,
    answer: Any,
    status: int = 200,
    also: Iterable[int] = (),
    awaited: Any = None,
    content: Mapping[str, Any] | None = None,
) -> Callable[[View], View]:
    """Declare a view. Its docstring is its description; `also`: further errors it may answer, such as 404.

    `scope` None: any token gets in. A view whose first parameter is called `by` gets the colleague whose token it is;
    `token`: the token itself.
    `awaited`: what it answers with 202 instead; `content`: media types of its answer, where that is no JSON.
    Of every answer, what takes a scope that the token lacks is null, and only what it is about is left (shapes.Named)
    where the token may write it but not read it.
    What writes (POST) takes an idempotency key. Errors of the rooms below become problems here and nowhere else.
    """  # fmt: skip

    named = _named(answer) if scope in ANSWERED else None

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **given: Any) -> Any:
            token: Token = request.auth  # type: ignore[attr-defined]
            told = partial(_in_words, view, **_of_token(view, token), **given)
            do = partial(_seen, told, token, None if scope is None or _reads(token, scope) else named)
            if method == "POST":
                return once(request, do, status=status, now=timezone.now())
            return do()

        guarded.__signature__ = _asked(view)  # type: ignore[attr-defined]
        needed = "any" if scope is None else scope.value
        answers = {status: answer | named if named else answer} | ({202: awaited} if awaited else {})
        more_said: dict[str, Any] = {"parameters": [KEY]} if method == "POST" else {}
        if content:
            more_said |= {"x-content": dict(content)}
        summary, _blank, more = inspect.getdoc(view).partition("\n")  # type: ignore[union-attr]
        router.add_api_operation(
            path, [method], guarded, auth=[Bearer(scope)], operation_id=view.__name__, summary=summary.rstrip("."),
            description=f"{more.strip()}\n\nScope: `{needed}`.".strip(),
            response=answers | dict.fromkeys(sorted({*ALWAYS, *also, *GONE.get(method, ())}), ProblemOut),
            openapi_extra={"x-scope": needed, **more_said},
        )  # fmt: skip
        return view

    return declare


def _named(answer: Any) -> type[Named] | None:
    """The shape of which there is left what the answer is about, if it has one."""
    return next((each for each in getattr(answer, "__mro__", ()) if Named in each.__bases__), None)


def _reads(token: Token, scope: Scope) -> bool:
    """Whether it may read what it writes with this scope."""
    return scope not in ANSWERED or token.admits(ANSWERED[scope])


def _seen(told: Callable[[], Schema], token: Token, named: type[Named] | None) -> Schema:
    """The answer as far as the token may read it."""
    found = told()
    if named is not None:
        return named(**{name: getattr(found, name) for name in named.model_fields})
    hide(found, token.admits)
    return found


def _of_token(view: View, token: Token) -> dict[str, Any]:
    """What the view wants to know of who asks."""
    known = {"by": token.created_by, "token": token}
    return {name: known[name] for name in OF_TOKEN if name in inspect.signature(view).parameters}


def _asked(view: View) -> inspect.Signature:
    """What the request says: everything but that."""
    told = inspect.signature(view, eval_str=True)
    return told.replace(parameters=[each for each in told.parameters.values() if each.name not in OF_TOKEN])


def _in_words(view: View, **given: Any) -> Schema:
    try:
        found: Schema = view(**given)
    except ValidationError as error:
        raise Refused(422, wrong=_wrong(error)) from error
    except IntegrityError as error:
        raise Refused(409, "Somebody was quicker: what was to be unique is there by now. Ask what there is.") from error
    except UsageError as error:
        raise Refused(422, str(error)) from error
    except BleibError as error:
        raise Refused(409, str(error)) from error
    return found


def _wrong(error: ValidationError) -> list[Wrong]:
    """What a model refused, field by field."""
    if hasattr(error, "error_dict"):
        return [
            Wrong("body" if name == "__all__" else f"body.{name}", str(text))
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    return [Wrong("body", str(text)) for text in error.messages]
