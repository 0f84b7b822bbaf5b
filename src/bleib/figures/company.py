"""What the installation says of itself: the company's name and address on reports, and the language to begin with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from bleib.audit.api import record
from bleib.history.models import Setting
from bleib.kernel.errors import UsageError

if TYPE_CHECKING:
    from bleib.accounts.models import User


@dataclass(frozen=True)
class Company:
    """Whose installation this is; empty as long as nobody has said."""

    name: str = ""
    address: str = ""


def company() -> Company:
    """What stands at the head of reports."""
    return Company(**Setting.read("company", {}))


def set_company(said: Company, *, by: User | None, now: datetime) -> None:
    """From now on it is called so."""
    settle("company", asdict(said), by=by, now=now)


def default_language() -> str:
    """The language of whatever has no reader yet: a new colleague's pages, a new report."""
    return str(Setting.read("language", settings.LANGUAGE_CODE))


def set_default_language(language: str, *, by: User | None, now: datetime) -> None:
    """Raises UsageError for a language that Bleib does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise UsageError(f"Bleib does not speak '{language}'.")
    settle("language", language, by=by, now=now)


def settle(name: str, value: Any, *, by: User | None, now: datetime) -> bool:
    """Write a setting, with who it was and what it was before; False where it was so already."""
    with transaction.atomic():
        before = Setting.read(name)
        if before == value:
            return False
        Setting.write(name, value)
        old, new = (each if isinstance(each, dict) else {name: each} for each in (before, value))
        changed = [key for key in new if old.get(key) != new[key]]
        before, after = ({key: side.get(key) for key in changed} for side in (old, new))
        record(actor=by, verb="setting.changed", subject=name, before=before, after=after, now=now)
    return True
