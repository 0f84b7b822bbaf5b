"""Erased customers stay erased: what comes in under their number later is taken without a customer.

Only digests of the numbers are kept, salted per installation.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from bleib.history.models import ErasedNumber, Setting

SALT = "salt of erased numbers"
PSEUDONYM = "erased-"  # how a number begins that stands for somebody erased; nobody can be found by it


def erased_among(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that belong to an erased customer."""
    if not ErasedNumber.objects.exists():
        return set()
    digests = {_digest(number): number for number in numbers}
    return {digests[digest] for digest in ErasedNumber.objects.in_bulk(list(digests))}


def note(numbers: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Remember that these are erased; returns the pseudonym of each. In the caller's transaction."""
    pseudonyms = {}
    for number in sorted(numbers):
        row, _ = ErasedNumber.objects.get_or_create(digest=_digest(number), defaults={"erased_at": now})
        if row.pseudonym is None:
            row.pseudonym = f"{PSEUDONYM}{secrets.token_hex(12)}"
            row.save()
        pseudonyms[number] = row.pseudonym
    return pseudonyms


def forget_pseudonyms(numbers: Iterable[str]) -> None:
    """From now on nobody knows whose facts they were."""
    ErasedNumber.objects.filter(digest__in=[_digest(number) for number in numbers]).update(pseudonym=None)


def readmit(number: str) -> None:
    """The customer came back: new facts may carry the number again. The old ones stay without."""
    ErasedNumber.objects.filter(digest=_digest(number)).delete()


def _digest(number: str) -> str:
    return hashlib.sha256(f"{salt()}{number}".encode()).hexdigest()


def salt() -> str:
    """What every number is salted with before it is digested."""
    row, _ = Setting.objects.get_or_create(name=SALT, defaults={"value": secrets.token_hex(32)})
    return str(row.value)
