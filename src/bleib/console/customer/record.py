"""What stands in the record besides its sections: standing, family, own fields, files of origin, merges, likenesses."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from bleib.customers.models import Customer, CustomValue, Merge, Suggestion
from bleib.history.api import Sums
from bleib.history.models import Import

MOST = 10  # of a kind that is listed


def known(customer: Customer) -> dict[str, Any]:
    """The context of head and record: what somebody's answer may change."""
    return {
        "standing": customer.standings.filter(until=None).first(),
        "standings": customer.standings.order_by("-since"),
        "tags": customer.tags.order_by("name"),
        "subsidiaries": Customer.objects.current().filter(parent=customer).order_by("name", "number")[: MOST + 1],
        "values": CustomValue.objects.filter(customer=customer).select_related("field").order_by("field__label"),
    }


def record_of(customer: Customer, sums: Sums) -> dict[str, Any]:
    """The context of head and record, and of where all that came from."""
    likely = Suggestion.objects.filter(Q(first=customer) | Q(second=customer), refused_at=None)
    merges = Merge.objects.filter(Q(kept=customer) | Q(absorbed=customer)).select_related(
        "kept", "absorbed", "merged_by"
    )
    return {
        **known(customer),
        "imports": _imports(sums),
        "twins": [_twin(each, customer) for each in likely.select_related("first", "second")[:MOST]],
        "merges": merges.order_by("-merged_at")[:MOST],
    }


def _imports(sums: Sums) -> list[dict[str, Any]]:
    """Files that brought facts of this customer, the newest first."""
    known = Import.objects.in_bulk([number for number, _count in sums.imports])
    return [{"import": known[number], "count": count} for number, count in sums.imports if number in known]


def _twin(suggestion: Suggestion, customer: Customer) -> dict[str, Any]:
    other = suggestion.second if suggestion.first_id == customer.pk else suggestion.first
    return {"customer": other, "likeness": suggestion.get_likeness_display()}
