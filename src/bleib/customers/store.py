"""Customers that an import or facts brought back while they were being erased: they go, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from bleib.customers.models import Customer
from bleib.customers.models.customer import Keeper
from bleib.kernel.personal import Erase, Said
from bleib.privacy.api import Person, request_erasure
from bleib.worker.api import lease


class BroughtBack:
    """Registered after the history, which notes the number: whoever looks for it later rejects the line."""

    name = "customers"
    label: Said = _("Customers brought back while they were erased")
    ends = Erase.BLANK
    kept: Said = _("erased with the next run")

    def export(self, person: Person) -> Sequence[Mapping[str, Any]]:  # noqa: ARG002 - a table says it
        return []

    def preview(self, person: Person) -> int:  # noqa: ARG002 - there is nothing yet
        return 0

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:
        """Wait for the import that may have read them before, and erase what it made; by hand, somebody came back."""
        numbers = {person.values.get("number") for person in people if person.kind == "customer"} - {None}
        if not numbers:
            return
        with lease("customers", doing="Erasing a customer"):
            back = Customer.objects.filter(number__in=numbers, kept_by__in=(Keeper.FACTS, Keeper.IMPORT))
            for customer in list(back.values_list("pk", flat=True)):
                request_erasure("customer", customer, actor=None, now=now)

    def let_go(self, *, now: datetime, dry_run: bool) -> int:  # noqa: ARG002 - the table has its own time
        return 0
