"""Sources are connected, given another key, and revoked; each with its entry in the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify

from bleib.audit.api import record
from bleib.ingest.models import Newcomers, Source
from bleib.kernel.errors import BleibError, UsageError

if TYPE_CHECKING:
    from bleib.accounts.models import User

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LONGEST_KEY = 36


@transaction.atomic
def connect(
    *,
    name: str,
    is_public: bool = False,
    needs_consent: bool = False,
    needs_signature: bool = False,
    newcomers: str = Newcomers.WAIT,
    by: User | None,
    now: datetime,
) -> tuple[Source, str]:
    """A new source and its write key, which is shown this once.

    Raises UsageError where the name is none, or where strangers could make people.
    """
    if not name.strip() or len(name) > 120 or not name.isprintable():
        raise UsageError("A source needs a name of at most 120 characters, in one line.")
    source = Source(
        key=_free_key(name), name=name.strip(), is_public=is_public, needs_consent=needs_consent,
        needs_signature=needs_signature, newcomers=newcomers,
    )  # fmt: skip
    if newcomers == Newcomers.PERSON and not source.vouches_for_people:
        raise UsageError(
            "People whom nobody knows are made only of what a secret key reports without signatures: "
            "anybody could invent them elsewhere."
        )
    write_key = source.made(by=by, now=now)
    record(actor=by, verb="source.made", subject=source, now=now)
    return source, write_key


@transaction.atomic
def rekey(source: Source, *, by: User | None, now: datetime) -> str:
    """Another write key; the old one is void at once, a revoked source writes again."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    write_key, held.revoked_at = held.new_write_key(), None
    held.save(update_fields=["write_key_hash", "shown", "revoked_at"])
    record(actor=by, verb="source.rekeyed", subject=held, now=now)
    source.refresh_from_db()
    return write_key


@transaction.atomic
def revoke(source: Source, *, by: User | None, now: datetime) -> None:
    """Its key is void from now on. What it sent stays. Again changes nothing."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    if held.revoked_at is None:
        held.revoked_at = now
        held.save(update_fields=["revoked_at"])
        record(actor=by, verb="source.revoked", subject=held, now=now)


def find(key: str) -> Source:
    """The source of a key. Raises BleibError."""
    found = Source.objects.filter(key=key).first()
    if found is None:
        raise BleibError(f"There is no source '{key}'. `bleib sources list` names them.")
    return found


def _free_key(name: str) -> str:
    base = slugify(name.lower().translate(UMLAUTS))[:LONGEST_KEY] or "source"
    taken = set(Source.objects.filter(key__startswith=base).values_list("key", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(each for each in numbered if each not in taken)
