"""Mails in HOME/mail, where an installation without a mail server puts them: one mail, one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Erase
from bleib.privacy.mentions import mentions
from bleib.privacy.people import Person

DAYS = 7


class Mails:
    """A mail to somebody, or about somebody, goes as a whole."""

    name = "mail"
    label = _("Mails that were written into files")
    ends = Erase.DELETE
    kept = _("7 days")

    def export(self, person: Person) -> Sequence[Mapping[str, Any]]:
        return [_envelope(file) for file in _of([person])]

    def preview(self, person: Person) -> int:
        return sum(1 for _file in _of([person]))

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:  # noqa: ARG002
        for file in _of(people):
            file.unlink(missing_ok=True)

    def let_go(self, *, now: datetime, dry_run: bool) -> int:
        oldest = (now - timedelta(days=DAYS)).timestamp()
        over = [file for file in _files() if file.stat().st_mtime < oldest]
        for file in () if dry_run else over:
            file.unlink(missing_ok=True)
        return len(over)


def _files() -> list[Path]:
    return sorted(file for file in (Path(settings.HOME) / "mail").glob("*") if file.is_file())


def _of(people: Sequence[Person]) -> Iterator[Path]:
    names = [name for person in people for name in person.words]
    return (file for file in _files() if mentions(_said(file), names))


def _envelope(file: Path) -> Mapping[str, Any]:
    """Without the text: codes and links in it let whoever reads them sign in as somebody else."""
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    return {name.lower(): str(mail[name]) for name in ("Date", "From", "To", "Subject")}


def _said(file: Path) -> str:
    """Headers and texts of a mail, unpacked: names with umlauts are encoded in both."""
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    texts = (part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *texts])
