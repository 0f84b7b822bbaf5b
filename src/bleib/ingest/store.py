"""Events that wait as a store of personal data: what they say about somebody, and how they forget them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bleib.ingest.forgetting import let_go_of_the_erased, let_go_unclaimed, mentions, strip
from bleib.ingest.models import Identity, Unclaimed
from bleib.ingest.models.identity import Digester, IdKind
from bleib.kernel.personal import Erase, Said
from bleib.privacy.api import Person
from bleib.worker.api import lease

LINKED = ("contact", "customer")  # whose ids are known


class Received:
    """Requests that the worker has not read yet, facts that belong to nobody yet or that a dying worker left."""

    name = "ingest"
    label: Said = _("Events on their way")
    ends = Erase.DELETE
    kept: Said = _("requests for seconds; events of unknown visitors for days (BLEIB_UNCLAIMED_DAYS)")

    def export(self, person: Person) -> Sequence[Mapping[str, Any]]:
        from bleib.ingest.delivering import packed_about  # the engine, which not every start needs

        unclaimed = _unclaimed(person).values("fact", "received_at")
        told = [*({**row, "received_at": str(row["received_at"])} for row in unclaimed)]
        return [*mentions(person), *told, *packed_about(person)]

    def preview(self, person: Person) -> int:
        return len(self.export(person))

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:  # noqa: ARG002 - nothing is dated
        """While the worker does not read: what it reads later is known to be about somebody erased."""
        from bleib.ingest.delivering import forget_in_parcels

        with lease("ingest", doing="Erasing a person"):
            for person in people:
                strip(person)
                _unclaimed(person).delete()
            let_go_of_the_erased()
            forget_in_parcels(people)

    def let_go(self, *, now: datetime, dry_run: bool) -> int:
        return let_go_unclaimed(now=now, days=settings.UNCLAIMED_DAYS, dry_run=dry_run)


def _unclaimed(person: Person) -> QuerySet[Unclaimed]:
    """Facts under an id that is the person's, or one of their names, such as an address."""
    digester = Digester() if person.words else None
    digests = [digester.of(kind, word) for kind in IdKind.values for word in person.words] if digester else []
    theirs = Identity.objects.filter(**{person.kind: person.pk}) if person.kind in LINKED else Identity.objects.none()
    return Unclaimed.objects.filter(Q(digest__in=digests) | Q(digest__in=theirs.values("digest"))).order_by("pk")
