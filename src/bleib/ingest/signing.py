"""Signed ids: a page says whose visits these are, and the website's own server vouches for it.

Anybody reads a public write key, and could report visits in the name of every id they guess. Where a source needs
signatures, the id of a user counts only with its signature, and the company that a message names does not count; nor
does what it says about people (`Source.vouches_for_people`), whether its key is public or not.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from functools import cache

from django.utils.crypto import salted_hmac

from bleib.ingest.message import Message
from bleib.ingest.models import Source

SALT = "bleib.ingest.signing"


def signing_key(source: Source) -> str:
    """What the website's server signs with: kept nowhere, and another one with every other write key."""
    return salted_hmac(SALT, f"{source.key}\x1f{source.write_key_hash}", algorithm="sha256").hexdigest()


def signature(key: str, user: str) -> str:
    """The hexadecimal HMAC-SHA256 of a user's id."""
    return hmac.new(key.encode(), user.encode(errors="replace"), hashlib.sha256).hexdigest()


def drop_what_nobody_signed(messages: Iterable[Message]) -> None:
    """Ids of users and companies that anybody could have written; the browser's own stays."""
    key_of = cache(signing_key)
    for message in messages:
        if message.source.needs_signature:
            _check(message, key_of(message.source))


def _check(message: Message, key: str) -> None:
    told = message.context.get("signature")
    signed = isinstance(told, str) and told.isascii() and hmac.compare_digest(told, signature(key, message.user))
    message.user, message.group = message.user if signed else "", ""
