"""What was measured, as a store of personal data: lists in answers and files beside them name customers by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Erase, Said
from bleib.privacy.api import Person


class Measured:
    """Registered after the history: what is measured from then on knows them no more (see `erased`)."""

    name = "figures"
    label: Said = _("Measured figures and the lists behind them")
    ends = Erase.DELETE
    kept: Said = _("until they are measured again; 14 days after somebody looked at them last")

    def export(self, person: Person) -> Sequence[Mapping[str, Any]]:  # noqa: ARG002 - the history and tables say it
        return []

    def preview(self, person: Person) -> int:  # noqa: ARG002 - nothing is lost: it is measured again
        return 0

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:  # noqa: ARG002 - answers have no date
        """Contacts and colleagues are in no answer."""
        if any(person.kind == "customer" for person in people):
            from bleib.figures.measurement import forget_answers  # the definitions, which not every start needs

            forget_answers()

    def let_go(self, *, now: datetime, dry_run: bool) -> int:  # noqa: ARG002 - `measure_daily` does
        return 0
