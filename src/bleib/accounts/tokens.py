"""Tokens of other programs: made, shown once, revoked; and what one opens."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from bleib.accounts.models import Token, User
from bleib.accounts.models.invitation import digest
from bleib.accounts.models.token import BEGINNING, SHOWN
from bleib.accounts.scopes import TAKES, Scope
from bleib.audit.api import record
from bleib.kernel.errors import UsageError

LONGEST = timedelta(days=366)


@transaction.atomic
def issue_token(
    *, name: str, scopes: Collection[Scope], expires_at: datetime, by: User, now: datetime
) -> tuple[Token, str]:
    """Make a token; returns it and its secret, which nobody sees again.

    Raises UsageError for no scope, for one that the maker's own role does not open, and for a time over a year.
    """
    _refuse_what_cannot_be(scopes, expires_at, by=by, now=now)
    secret = BEGINNING + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=name, prefix=secret[:SHOWN], digest=digest(secret), created_by=by, created_at=now, expires_at=expires_at,
        scopes=[str(scope) for scope in Scope if scope in scopes],
    )  # fmt: skip
    record(
        actor=by, verb="token.issued", subject=token, scopes=", ".join(token.scopes),
        until=expires_at.date().isoformat(), now=now,
    )  # fmt: skip
    return token, secret


@transaction.atomic
def revoke_token(token: Token, *, by: User | None, now: datetime) -> None:
    """It opens nothing from now on. Twice is once."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        record(actor=by, job="bleib tokens", verb="token.revoked", subject=token, now=now)


def open_token(secret: str, *, now: datetime) -> Token | None:
    """The token of this secret, if it opens a door at `now`: neither revoked nor expired, its maker still here."""
    found: Token | None = Token.objects.open(now=now).of(secret).select_related("created_by").first()
    return found if found and found.created_by and found.created_by.is_active else None


def scopes_of(user: User) -> list[Scope]:
    """What this colleague may let a program do."""
    return [scope for scope in Scope if user.may(TAKES[scope])]


def _refuse_what_cannot_be(scopes: Collection[Scope], expires_at: datetime, *, by: User, now: datetime) -> None:
    if not scopes:
        raise UsageError("A token without a scope opens nothing. Name one at least.")
    if beyond := [str(scope) for scope in scopes if scope not in scopes_of(by)]:
        raise UsageError(f"The role of {by} does not allow {', '.join(beyond)}, so no token of theirs may.")
    if not now < expires_at <= now + LONGEST:
        raise UsageError("A token ends within a year, and not before it begins.")
