"""Writing entries, in the transaction of the change they tell of."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from bleib.audit import digests, origin
from bleib.audit.models import Concern, Entry
from bleib.audit.verbs import template
from bleib.kernel.personal import Personal

Person = tuple[str, int]  # kind, primary key
NOBODY = "Bleib"


def record(
    *,
    actor: models.Model | None,
    verb: str,
    subject: models.Model | str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    about: Iterable[Person] = (),
    job: str = "",
    now: datetime,
    **parameters: Any,
) -> Entry:
    """Write down that `actor` (None: the job named so) did `verb` to `subject`, in the caller's transaction.

    `before` and `after` hold the changed fields by name. Whom it is about follows from the declaration of the
    subject's model; `about` adds people it does not lead to. Raises UnknownVerb, and RuntimeError outside a
    transaction: an entry without its change, or a change without its entry, must not be possible.
    """
    template(verb)
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"The entry {verb!r} has to be in the transaction of its change.")
    content = digests.canonical(
        {"subject": str(subject), "before": before or {}, "after": after or {}}
        | ({"parameters": parameters} if parameters else {})
        | ({"origin": here} if (here := origin.current()) else {})
    )
    salt = secrets.token_hex(16)
    entry = Entry.objects.create(
        at=now,
        actor_id=actor.pk if actor else None,
        job="" if actor else job or NOBODY,
        verb=verb,
        model=subject._meta.label_lower if isinstance(subject, models.Model) else "",
        object_pk=str(subject.pk) if isinstance(subject, models.Model) else "",
        content=content,
        salt=salt,
        content_digest=digests.of_content(salt, content),
    )
    concerned = {*about, *(people(subject) if isinstance(subject, models.Model) else ())}
    Concern.objects.bulk_create(Concern(entry=entry, key=f"{kind}:{pk}") for kind, pk in sorted(concerned))
    return entry


def people(subject: models.Model) -> set[Person]:
    """The people a row is about, by its model's declaration."""
    personal = getattr(subject, "personal", None)
    if not isinstance(personal, Personal):
        return set()
    paths = [(kind, path) for kind in personal.about for path in personal.ways(kind) if isinstance(path, str)]
    found = [(kind, _follow(subject, path)) for kind, path in paths]
    return {(kind, pk) for kind, pk in found if isinstance(pk, int)}


def _follow(row: Any, path: str) -> Any:
    """The value at the end of a lookup that goes along foreign keys; None where the way ends before."""
    for step in path.split("__"):
        row = getattr(row, step, None)
    return row.pk if isinstance(row, models.Model) else row
