"""How this installation counts: its currency, and the product codes that are no goods."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.core import get_global
from django.conf import settings

from bleib.figures.company import settle
from bleib.figures.measurement import made_from, measure_soon
from bleib.history.models import Import, Setting
from bleib.kernel.errors import UsageError
from bleib.worker.api import enqueue

if TYPE_CHECKING:
    from bleib.accounts.models import User

DOUBTFUL = "doubtful codes"
LONGEST_CODE = 200


def is_currency(code: str) -> bool:
    """Whether it is a currency of ISO 4217."""
    return code in get_global("all_currencies")


def currency() -> str | None:
    """What amounts are in; None before the first import has settled it."""
    return str(Setting.read("currency", "EUR")) if Import.objects.settled() else None


def rename_currency(code: str, *, by: User | None, now: datetime) -> None:
    """All amounts are said to be in `code` from now on; none is converted. Later imports have to be in it.

    Raises UsageError for what is no currency, and before an import has settled one.
    """
    if not is_currency(code):
        raise UsageError(f"'{code}' is no currency. Give its three letters: EUR, CHF, GBP.")
    if currency() is None:
        raise UsageError("The first import settles the currency; there is none to change yet.")
    if settle("currency", code, by=by, now=now):
        measure_soon(now=now)


def non_goods() -> list[str]:
    """Product codes that make no purchase."""
    return sorted(Setting.read("non_goods", []))


def set_non_goods(codes: Collection[str], *, by: User | None, now: datetime) -> bool:
    """Other codes make no purchase from now on; the worker counts everything anew. False where they were so already.

    Raises UsageError for a code that is longer than a code can be.
    """
    told = sorted({code.strip() for code in codes} - {""})
    if any(len(code) > LONGEST_CODE for code in told):
        raise UsageError(f"A product code has at most {LONGEST_CODE} characters: write one a line.")
    if told == non_goods() or not settle("non_goods", told, by=by, now=now):
        return False
    measure_soon(now=now)
    return True


def doubtful_codes(*, now: datetime) -> list[Mapping[str, Any]] | None:
    """code, lines, amount of codes that look like no goods or are listed; None while the worker looks."""
    kept = Setting.read(DOUBTFUL)
    if kept is None or kept["made_from"] != made_from():
        enqueue(task="look-for-codes", key="look-for-codes", now=now)
    return None if kept is None else list(kept["codes"])


def look_for_codes(*, now: datetime) -> None:  # noqa: ARG001 - every task is told when
    """A task: read all lines once and keep the doubtful codes."""
    from bleib.history.products import doubtful  # pages ask for them, too, and never for the engine

    stamp = made_from()
    found = [asdict(each) for each in doubtful(Path(settings.HOME), listed=non_goods())]
    codes = [row | {"amount": None if row["amount"] is None else str(row["amount"])} for row in found]
    Setting.write(DOUBTFUL, {"made_from": stamp, "codes": codes})
