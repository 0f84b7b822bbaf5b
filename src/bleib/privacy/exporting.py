"""All that is held about one person, as JSON: what Art. 15 and 20 GDPR ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.translation import gettext as _

from bleib.kernel.personal import Erase
from bleib.privacy import people, rows
from bleib.privacy.declarations import Declared
from bleib.privacy.people import Person
from bleib.privacy.stores import registered
from bleib.privacy.wording import basis, retention

FORMAT = "bleib-person-1"


def export_person(kind: str, pk: int) -> dict[str, Any]:
    """Everything about a person and those who are erased with them; the format is in docs/privacy.md.

    Labels and purposes are in the active language. Secrets are named, not shown. Rows that belong to somebody else and
    only point to this person (their author, say) are named by their number.
    Raises BleibError where there is nobody of that kind and number.
    """
    person = people.find(kind, pk)
    everybody = people.with_those_who_go_along(person)
    return _as_json(
        {
            "format": FORMAT,
            "person": {"kind": kind, "number": pk, "called": person.called},
            "tables": [table for each in everybody for table in _tables(each)],
            "stores": [store for each in everybody for store in _stores(each)],
        }
    )


def _tables(person: Person) -> Iterator[dict[str, Any]]:
    for each, found in rows.about(person):
        ours = each.personal.erased_for(person.kind) is not Erase.LEAVE
        pks = list(found.order_by("pk").values_list("pk", flat=True))
        if pks:
            yield {
                "table": each.label,
                "label": each.name,
                "about": str(person),
                "purpose": _(str(each.personal.purpose)),
                "basis": basis(each.personal.basis),
                "kept": retention(each.personal),
                "labels": {field.name: str(field.verbose_name) for field in each.model._meta.concrete_fields},
                "rows": [_row(each, row) for row in found.order_by("pk")] if ours else [],
                "only_points_here": [] if ours else pks,
            }


def _row(each: Declared, row: Model) -> dict[str, Any]:
    fields = row._meta.concrete_fields
    return {field.name: _value(each, field.name, getattr(row, field.attname)) for field in fields}


def _value(each: Declared, name: str, value: Any) -> Any:
    if name in each.personal.secret:
        return _("(secret)") if value else value
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def _stores(person: Person) -> Iterator[dict[str, Any]]:
    for store in registered():
        if held := list(store.export(person)):
            yield {
                "store": store.name,
                "label": str(store.label),
                "about": str(person),
                "kept": str(store.kept),
                "held": held,
            }


def _as_json(told: dict[str, Any]) -> dict[str, Any]:
    """Plain JSON: dates and decimals are text."""
    plain: dict[str, Any] = json.loads(json.dumps(told, cls=DjangoJSONEncoder))
    return plain
