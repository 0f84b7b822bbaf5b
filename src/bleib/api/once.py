"""Idempotency keys: a request that is sent again, because its answer got lost, takes effect once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from bleib.accounts.models import Token
from bleib.api.models import GivenAnswer
from bleib.api.models.given_answer import KEPT_FOR
from bleib.api.problems import Refused, Wrong
from bleib.kernel.crash import point

if TYPE_CHECKING:
    from ninja import Schema

HEADER = "Idempotency-Key"
SHAPE = re.compile(r"[\x21-\x7e]{1,200}")


def once(request: HttpRequest, do: Callable[[], Schema], *, status: int, now: datetime) -> HttpResponse:
    """Do it and answer, or give the answer that was given before under the same key.

    The key is written first and in one transaction with what is done: a second request of the same moment waits for
    the first, and one that failed leaves no key. 422 where the key was used for another request, 410 where what was
    done has been erased since.
    """
    token: Token = request.auth  # type: ignore[attr-defined]
    key = request.headers.get(HEADER)
    if key is None:
        return _said(do(), status)
    _refuse_odd(key)
    asked = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    row = GivenAnswer(token=token, key=key, asked=asked, status=status, given_at=now)
    known = _known(row)
    try:
        return _first(row, do) if known is None else _again(known, asked)
    except _Taken:
        return _again(GivenAnswer.objects.get(token=token, key=key), asked)


def forget_answers(*, now: datetime) -> int:
    """A task: keys count for a day; returns how many went."""
    count, _per_model = GivenAnswer.objects.filter(given_at__lt=now - KEPT_FOR).delete()
    return count


class _Taken(Exception):
    """Another request with the same key was quicker."""


def _first(row: GivenAnswer, do: Callable[[], Schema]) -> HttpResponse:
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise _Taken from error
        answer = _said(do(), row.status)
        row.content = answer.content.decode()
        row.save(update_fields=["content"])
        point("api.done")
    point("api.kept")
    return answer


def _again(known: GivenAnswer, asked: str) -> HttpResponse:
    if known.asked != asked:
        what = "This key was used for another request. Take a new one for each thing to do."
        raise Refused(422, what, wrong=[Wrong(f"header.{HEADER}", what)])
    if not known.content:  # erased with whom it was about: doing it again would bring them back
        raise Refused(410, "What was done under this key has been erased since. Nothing was done again.")
    answer = HttpResponse(known.content, status=known.status, content_type="application/json; charset=utf-8")
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _known(row: GivenAnswer) -> GivenAnswer | None:
    return GivenAnswer.objects.filter(token=row.token, key=row.key).first()


def _refuse_odd(key: str) -> None:
    """The server hands over a key that is not ASCII as an empty one: ignored, it would protect nothing."""
    if not SHAPE.fullmatch(key):
        what = "1 to 200 characters of ASCII without blanks, such as a UUID."
        raise Refused(422, what, wrong=[Wrong(f"header.{HEADER}", what)])


def _said(answer: Schema, status: int) -> HttpResponse:
    return HttpResponse(answer.model_dump_json(), status=status, content_type="application/json; charset=utf-8")
