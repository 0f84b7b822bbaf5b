"""What colleagues do with pulls. Every change is in the audit log; passwords are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bleib.accounts.locks import lock
from bleib.accounts.models import User
from bleib.audit.api import record
from bleib.kernel.errors import BleibError
from bleib.pulls.encrypting import STRICTNESS, encrypted
from bleib.pulls.models import Kind, Pull
from bleib.pulls.places import FolderPlace, SqlPlace
from bleib.pulls.selecting import check
from bleib.pulls.taking import PURPOSE
from bleib.uploads.api import Topic, Upload

TELLING = ("name", "topic", "every", "at")


@dataclass(frozen=True)
class Wanted:
    """A pull as somebody wants it. `password` None: as it is. `check` raises BleibError where that cannot be."""

    name: str
    topic: Topic
    place: FolderPlace | SqlPlace
    every: int = 60
    at: str = ""
    password: str | None = None
    wishes: Mapping[str, Any] = field(default_factory=dict)

    def check(self) -> None:
        if isinstance(self.place, SqlPlace):
            self.place.check()
            check(self.place.query, self.place.kind, column=self.place.column)
            encrypted(self.place)
        else:
            self.place.folder()

    def fill(self, pull: Pull) -> None:
        pull.kind = Kind.SQL if isinstance(self.place, SqlPlace) else Kind.FOLDER
        pull.name, pull.topic, pull.every, pull.at = self.name, self.topic, self.every, self.at
        pull.place = self.place.kept()
        if self.password is not None:
            pull.password = lock(self.password, purpose=PURPOSE) if self.password else ""


def add_pull(wanted: Wanted, *, by: User, now: datetime) -> Pull:
    """Switched off: try it out first. Raises BleibError."""
    wanted.check()
    pull = Pull(by=by, created_at=now, wishes=dict(wanted.wishes))
    wanted.fill(pull)
    with transaction.atomic():
        pull.save()
        record(actor=by, verb="pull.added", subject=pull, before={}, after=_told(pull), now=now)
    return pull


def change_pull(pull: Pull, wanted: Wanted, *, by: User, now: datetime) -> None:
    """Another place begins at the beginning; a password is for the server it was entered for. Raises BleibError."""
    wanted.check()
    before, place = _told(pull), pull.place
    if pull.password and wanted.password is None:
        _refuse_to_show_elsewhere(place, wanted.place.kept())
    wanted.fill(pull)
    if _source(place) != _source(pull.place):
        pull.watermark = ""
    if pull.on_since is not None:
        pull.next_at = pull.following(now)
    with transaction.atomic():
        pull.save()
        if (after := _told(pull)) != before:
            record(actor=by, verb="pull.changed", subject=pull, before=before, after=after, now=now)


def read_like(pull: Pull, upload: Upload, *, by: User, now: datetime) -> None:
    """From now on it is read as this upload is, columns and all."""
    with transaction.atomic():
        Pull.objects.filter(pk=pull.pk).update(wishes=upload.wishes)
        told = {"columns": f"{len(upload.wishes.get('columns', {}))}"}
        record(actor=by, verb="pull.changed", subject=pull, before={}, after=told, now=now)
    pull.refresh_from_db()


def switch_on(pull: Pull, *, by: User, now: datetime) -> None:
    """It runs now and from now on, in the name of this colleague."""
    with transaction.atomic():
        if Pull.objects.filter(pk=pull.pk, on_since=None).update(on_since=now, next_at=now, by=by):
            record(actor=by, verb="pull.switched_on", subject=pull, now=now)
    pull.refresh_from_db()


def switch_off(pull: Pull, *, by: User, now: datetime) -> None:
    """What is being fetched is brought to an end."""
    with transaction.atomic():
        if Pull.objects.filter(pk=pull.pk, on_since__isnull=False).update(on_since=None, next_at=None):
            record(actor=by, verb="pull.switched_off", subject=pull, now=now)
    pull.refresh_from_db()


def begin_anew(pull: Pull, *, by: User, now: datetime) -> None:
    """Fetch everything again, next time: what is known is not counted twice."""
    with transaction.atomic():
        Pull.objects.filter(pk=pull.pk).update(watermark="")
        pull.files.all().delete()
        record(actor=by, verb="pull.started_anew", subject=pull, now=now)
    pull.refresh_from_db()


def remove_pull(pull: Pull, *, by: User, now: datetime) -> None:
    """Its imports stay."""
    with transaction.atomic():
        record(actor=by, verb="pull.removed", subject=pull, now=now)
        pull.delete()


def _source(place: Mapping[str, Any]) -> tuple[object, ...]:
    """What a watermark is about."""
    return tuple(place.get(name) for name in ("path", "dialect", "host", "database", "column", "holds"))


def _refuse_to_show_elsewhere(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A kept password is shown to nobody else, and to nobody who listens or answers in the server's name."""
    if _server(before) != _server(after):
        raise BleibError(_("Enter the password again: it was kept for another server or another user."))
    if STRICTNESS.index(after.get("tls", "")) < STRICTNESS.index(before.get("tls", "")):
        raise BleibError(_("Enter the password again: it was kept for a connection that is encrypted more strictly."))


def _server(place: Mapping[str, Any]) -> tuple[object, ...]:
    """To whom a password is sent."""
    return tuple(place.get(name) for name in ("dialect", "host", "port", "user"))


def _told(pull: Pull) -> dict[str, object]:
    origin = pull.place.get("path") or pull.place.get("host") or pull.place.get("database", "")
    return {name: getattr(pull, name) for name in TELLING} | {"from": origin, "tls": pull.place.get("tls", "")}
