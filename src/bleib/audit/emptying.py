"""Forgetting a person: entries about them, and entries that name them, lose their content; the log says which."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from unicodedata import normalize

from django.db.models import Q

from bleib.audit.models import Concern, Entry
from bleib.audit.models.entry import EMPTY, KEPT
from bleib.audit.recording import Person, record
from bleib.audit.verbs import EMPTIED, ERASED

SAY_WHO_WENT = (ERASED, EMPTIED)  # their own content names nobody
BATCH = 2_000


def entries_about(person: Person, names: Iterable[str]) -> list[Entry]:
    """Entries that concern the person, and those that have one of these names in their content."""
    kind, pk = person
    told = [normalize("NFC", name).casefold() for name in names]
    found = Entry.objects.exclude(verb__in=SAY_WHO_WENT).exclude(salt="").order_by("pk")
    concerning = found.filter(pk__in=Concern.objects.filter(key=f"{kind}:{pk}").values("entry"))
    named = (entry for entry in found.filter(_may_name(names)) if _names(entry, told)) if told else ()
    return sorted({*concerning, *named}, key=lambda entry: entry.pk)


def _may_name(names: Iterable[str]) -> Q:
    """What the database can tell: the text as JSON writes it, capitals of ASCII letters aside."""
    found = Q(pk=None)
    for name in names:
        found |= Q(content__icontains=json.dumps(name)[1:-1]) | Q(content__icontains=name)
    return found


def _names(entry: Entry, names: Sequence[str]) -> bool:
    """Whole words, so that one number is not found in another."""
    text = normalize("NFC", json.dumps(entry.data, ensure_ascii=False)).casefold()
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)


def empty(person: Person, *, names: Iterable[str], job: str, now: datetime) -> int:
    """Empty the entries about a person, in the caller's transaction; returns how many.

    Entries that do not concern the person but name them are listed in an entry of its own, by number: verifying
    accepts an empty entry only where the log says why it is empty.
    """
    found = [entry.pk for entry in entries_about(person, tuple(names))]
    kind, pk = person
    concerned = set(Concern.objects.filter(key=f"{kind}:{pk}").values_list("entry_id", flat=True))
    for start in range(0, len(found), BATCH):
        Entry.objects.filter(pk__in=found[start : start + BATCH]).update(salt="", content=EMPTY)
    if named := [pk for pk in found if pk not in concerned]:
        record(actor=None, job=job, verb=EMPTIED, subject="", entries=named, now=now)
    return len(found)


def empty_old(*, now: datetime, dry_run: bool) -> int:
    """Empty the entries whose time is over; returns how many."""
    last = KEPT.latest_start(now.date())
    old = Entry.objects.exclude(salt="").filter(at__lt=datetime.combine(last, datetime.min.time(), now.tzinfo) + _DAY)
    return old.count() if dry_run else old.update(salt="", content=EMPTY)


_DAY = timedelta(days=1)
