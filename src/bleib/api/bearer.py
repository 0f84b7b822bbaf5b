"""Whose request it is: the token in the header Authorization, what it may do now, and how often."""

from __future__ import annotations

import math
import re
import time

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from bleib.accounts.api import Scope, open_token
from bleib.accounts.models import Token
from bleib.api.limits import LIMIT
from bleib.api.problems import Refused
from bleib.audit.api import note_origin

SHAPE = re.compile(r"[\x21-\x7e]{1,200}")
ASK = {"WWW-Authenticate": 'Bearer realm="Bleib"'}


class Bearer(HttpBearer):
    """Lets in who has a token with this scope (None: any), as long as the role of who made it allows the same."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Token:
        kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise Refused(401, headers=ASK)
        return self.authenticate(request, secret.strip())

    def authenticate(self, _request: HttpRequest, token: str) -> Token:
        now = timezone.now()
        found = open_token(token, now=now) if SHAPE.fullmatch(token) else None
        if found is None:
            raise Refused(401, "This token is unknown, revoked or expired.", headers=ASK)
        wait = LIMIT.wait(found.pk, now=time.time())
        if wait:
            raise Refused(429, headers={"Retry-After": str(math.ceil(wait))})
        found.note_use(now=now)
        if self.scope is not None and not found.admits(self.scope):
            raise Refused(403, _why(found, self.scope))
        note_origin(token=found.prefix)
        return found


def _why(token: Token, scope: Scope) -> str:
    if scope not in token.scopes:
        return f"This token lacks the scope {scope.value}. It has: {', '.join(token.scopes)}."
    return f"The role of who made this token no longer allows {scope.value}."
