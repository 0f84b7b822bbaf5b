"""The export of a person as one page that needs nothing else, for somebody who has never seen Bleib."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def person_page(export: Mapping[str, Any], *, now: datetime) -> str:
    """`export` is what `export_person` returned; in the active language."""
    tables = [
        {**table, "rows": [list(_cells(row, table["labels"])) for row in table["rows"]]} for table in export["tables"]
    ]
    stores = [{**store, "held": [list(_cells(item, {})) for item in store["held"]]} for store in export["stores"]]
    return render_to_string(
        "privacy/person.html",
        {**export, "tables": tables, "stores": stores, "made_at": now, "language": get_language()},
    )


def _cells(row: Mapping[str, Any], labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Label and value of every column that says something."""
    for name, value in row.items():
        if value not in (None, "", [], {}):
            yield labels.get(name, name), _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    instant = _instant(value) if isinstance(value, str) and "T" in value[:11] else None
    return str(localize(localtime(instant) if instant and instant.tzinfo else instant or value))


def _instant(text: str) -> datetime | None:
    """None also for a day that no calendar has: people write anything."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None
