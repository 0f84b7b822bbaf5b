"""Parcels of facts, from the database into the lake. There is none but while the worker turns, or after it died."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from bleib.customers.models import Contact
from bleib.history.parcel import about, append_parcel, contacts_in, tell_of_parcel, without
from bleib.history.store import Known
from bleib.ingest.models import Parcel
from bleib.ingest.records import chunks
from bleib.kernel.crash import point
from bleib.privacy.api import Person
from bleib.worker.api import lease


def deliver() -> None:
    """Append every parcel, also one that was left by somebody who died. Under the lease, outside of transactions."""
    for number in list(Parcel.objects.values_list("pk", flat=True)):
        with lease("pending", doing="Appending events"):  # no person is erased and no backup begun meanwhile
            _deliver(Parcel.objects.get(pk=number))
        point("ingest.delivered")


def _deliver(parcel: Parcel) -> None:
    customers, version = append_parcel(Path(settings.HOME), _of_who_is_there(parcel), instant=parcel.instant)
    point("ingest.appended")
    with transaction.atomic():
        parcel.delete()
        tell_of_parcel(customers, version, instant=parcel.instant)
        point("ingest.told")


def _of_who_is_there(parcel: Parcel) -> bytes:
    """Its facts, without contacts who went since: the history may have forgotten them already."""
    facts = bytes(parcel.facts)
    gone = contacts_in(facts)
    for some in chunks(gone):
        gone -= {str(pk) for pk in Contact.objects.filter(pk__in=some).values_list("pk", flat=True)}
    return without(facts, customers=(), contacts=gone) if gone else facts


def packed_about(person: Person) -> list[dict[str, Any]]:
    """Facts in parcels about somebody."""
    known = Known.of(person)
    if not any(known):
        return []
    found = (fact for parcel in Parcel.objects.all() for fact in about(bytes(parcel.facts), **known._asdict()))
    return [{name: str(value) for name, value in fact.items() if value is not None} for fact in found]


def forget_in_parcels(people: Sequence[Person]) -> None:
    """Facts of these people in parcels become facts of nobody."""
    known = [Known.of(person) for person in people]
    customers, contacts = ({value for each in known for value in each[side]} for side in (0, 1))
    for parcel in Parcel.objects.all() if customers or contacts else ():
        parcel.facts = without(bytes(parcel.facts), customers=customers, contacts=contacts)
        parcel.save(update_fields=["facts"])
