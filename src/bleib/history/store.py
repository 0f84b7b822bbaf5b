"""The history as a store of personal data: what it holds about a customer or contact, and how it forgets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bleib.history.models import ImportedName, PendingFact
from bleib.kernel.personal import Erase, Said
from bleib.privacy.api import Person

SAID = ("type", "occurred_at", "amount", "currency", "quantity", "product", "ref", "source", "recorded_at", "props")


class Known(NamedTuple):
    """What facts know somebody by: a customer's number, a contact's primary key. A colleague is in no fact."""

    customers: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person) -> Known:
        number = person.values.get("number")
        if person.kind == "customer" and number:
            return cls(customers=(number,))
        return cls(contacts=(str(person.pk),)) if person.kind == "contact" else cls()

    def names(self) -> QuerySet[ImportedName]:
        return ImportedName.objects.filter(customer__in=self.customers).order_by("of")

    def pending(self) -> QuerySet[PendingFact]:
        return PendingFact.objects.filter(Q(customer__in=self.customers) | Q(contact__in=self.contacts)).order_by("pk")


class History:
    """Facts, those on their way, and what imports call customers."""

    name = "history"
    label: Said = _("History")
    ends = Erase.BLANK
    kept: Said = _("facts without a name for good; names as long as their import")

    def export(self, person: Person) -> Sequence[Mapping[str, Any]]:
        """Facts by instant, then facts on their way, then names in imports."""
        known = Known.of(person)
        if not any(known):
            return []
        from bleib.history.forgetting import facts_about  # only now: every start registers this store

        facts = facts_about(Path(settings.HOME), customers=known.customers, contacts=known.contacts)
        rows = (*facts.select(SAID).to_pylist(), *known.pending().values(*SAID[:-2]))
        told = [{key: str(value) for key, value in row.items() if value is not None} for row in rows]
        return [*told, *known.names().values("name", "country")]

    def preview(self, person: Person) -> int:
        """Facts and names in which the person would not be found any more."""
        return len(self.export(person))

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:
        known = [Known.of(person) for person in people]
        customers, contacts = ({value for each in known for value in each[side]} for side in (0, 1))
        if customers or contacts:
            from bleib.history.forgetting import forget

            forget(Path(settings.HOME), customers=customers, contacts=contacts, now=now)

    def let_go(self, *, now: datetime, dry_run: bool) -> int:  # noqa: ARG002 - facts name nobody; they stay
        return 0
