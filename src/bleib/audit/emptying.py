"""Forgetting a person: entries about them, and entries that name them, lose their content; the log says which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bleib.audit.models import Concern, Entry
from bleib.audit.models.entry import EMPTY, KEPT
from bleib.audit.recording import Person, record
from bleib.audit.saying import saying
from bleib.audit.verbs import EMPTIED, ERASED

SAY_WHO_WENT = (ERASED, EMPTIED)  # their own content names nobody
BATCH = 2_000
# What a colleague looked for: the parameter `filter` has the query of a list's address in plain letters.
SEARCH = r'"filter": ?"([^"]*&)?q=([^&"]*[^&"\w])?'


def was_looked_for(word: str) -> bool:
    """Whether an entry says that somebody looked for this word."""
    return Entry.objects.filter(saying("content", [word], after=SEARCH)).exists()


def entries_about(person: Person, names: Iterable[str], words: Iterable[str] = ()) -> list[Entry]:
    """Entries that concern the person, that have one of the names in them, or that tell of a search for a word."""
    kind, pk = person
    found = Entry.objects.exclude(verb__in=SAY_WHO_WENT).exclude(salt="").order_by("pk")
    concerning = found.filter(pk__in=Concern.objects.filter(key=f"{kind}:{pk}").values("entry"))
    named = found.filter(saying("content", tuple(names)) | saying("content", tuple(words), after=SEARCH))
    return sorted({*concerning, *named}, key=lambda entry: entry.pk)


def empty(person: Person, *, names: Iterable[str], words: Iterable[str] = (), job: str, now: datetime) -> int:
    """Empty the entries about a person, in the caller's transaction; returns how many.

    Entries that do not concern the person but name them are listed in an entry of its own, by number: verifying
    accepts an empty entry only where the log says why it is empty.
    """
    found = [entry.pk for entry in entries_about(person, tuple(names), tuple(words))]
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
