"""Sessions: a colleague's own, and those of somebody who has entered their address and is not signed in yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Erase
from bleib.privacy.mentions import mentions
from bleib.privacy.people import Person
from bleib.privacy.thirdparty import SESSIONS

BATCH = 2_000


class Sessions:
    """Rows of django_session. What they say is signed and packed, so every one has to be opened."""

    name = SESSIONS
    label = _("Sessions")
    ends = Erase.DELETE
    kept = _("two weeks after the last visit")

    def export(self, person: Person) -> Sequence[Mapping[str, Any]]:
        return [{"valid_until": session.expire_date.isoformat()} for session in _of(person)]

    def preview(self, person: Person) -> int:
        return sum(1 for _session in _of(person))

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:  # noqa: ARG002
        Session.objects.filter(pk__in=[session.pk for person in people for session in _of(person)]).delete()

    def let_go(self, *, now: datetime, dry_run: bool) -> int:
        over = Session.objects.filter(expire_date__lt=now)
        return over.count() if dry_run else over.delete()[0]


def _of(person: Person) -> Iterator[Session]:
    for session in Session.objects.iterator(chunk_size=BATCH):
        said = session.get_decoded()
        own = person.kind == "user" and said.get(SESSION_KEY) == str(person.pk)
        if own or mentions(json.dumps(said, default=str, ensure_ascii=False), person.names):
            yield session
