"""What the rooms themselves say of an installation, as JSON: `python -m tests.rooms_answers HOME [WAIT]`.

With WAIT it says instead whether the worker has measured, forecast, judged and filled everything.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bleib.config.setup import setup

FIRST = 10


def main(home: str, *wait: str) -> None:
    setup(Path(home))
    print(json.dumps(_is_ready() if wait else _answers(), default=str))


def _is_ready() -> bool:
    from bleib.figures.api import Question, answer, standard
    from bleib.lights.api import Light, is_everybody_due
    from bleib.outlook.api import Outlook
    from bleib.segments.api import Membership, Segment

    now = datetime.now(UTC)
    measured = all(
        answer(each, now=now).report for each in (standard(), Question(slice_by="country", slice_value="AT"))
    )
    filled = Membership.objects.exists() and not Segment.objects.active().filter(filled_at=None).exists()
    judged = Light.objects.filter(colour="red").exists() and not is_everybody_due(now)
    return bool(measured and judged and filled and Outlook.objects.exists())


def _answers() -> dict[str, Any]:
    from bleib.metrics import DEFINITIONS
    from bleib.segments.api import counts, members, segment

    return {
        "retention": _retention("", ""),
        "retention_at": _retention("country", "AT"),
        "red": _lit("red"),
        "yellow": [each["customer"] for each in _lit("yellow")],
        "at_risk": _forecast(),
        "regulars": counts()["regulars"],
        "sleeping": [each.customer.number for each in members(segment("sleeping"))],
        "meaning": DEFINITIONS["retention"].meaning("en"),
    }


def _retention(slice_by: str, slice_value: str) -> dict[str, Any]:
    from bleib.figures.api import Question, answer

    report = answer(Question(slice_by=slice_by, slice_value=slice_value), now=datetime.now(UTC)).report
    assert report is not None
    return dict(report.one("retention"))


def _lit(colour: str) -> list[dict[str, Any]]:
    """By the rows of lights themselves, not by the list that the API walks."""
    from django.db.models import F
    from django.utils import timezone

    from bleib.lights.api import Light, Wording

    found = Light.objects.with_reasons().select_related("customer__figures").filter(colour=colour)
    found = found.order_by(F("customer__figures__revenue_year").desc(nulls_last=True), "-customer")[:FIRST]
    wording = Wording("en", today=timezone.localdate())
    return [
        {"customer": each.customer.number, "why": [wording.sentence(reason) for reason in each.reasons]}
        for each in found
    ]


def _forecast() -> list[dict[str, Any]]:
    from bleib.outlook.api import Outlook

    found = Outlook.objects.select_related("customer").order_by("-at_risk", "customer")[:FIRST]
    return [{"customer": each.customer.number, "name": each.customer.name, "leave": each.leave} for each in found]


if __name__ == "__main__":
    main(*sys.argv[1:])
