"""Where customers are lost more often than elsewhere: the one thing of the map to look at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.console.journey_map.names import WHOLE, phase_name, touchpoint_name
from bleib.console.retention.links import Links
from bleib.report.compose import Row
from bleib.report.words import Words

METRIC = "journey_map"
# After these nobody wonders that a customer is gone.
GOODBYES = ("notice_given", "contract_ended", "customer_left")
ADVICE: Mapping[str, Promise] = {
    "aware": gettext_lazy("They looked around and never bought. Ask some of them what was missing."),
    "buy": gettext_lazy("They bought and were not heard of again. Get in touch within days of the first purchase."),
    "onboard": gettext_lazy("They were lost while getting started. Call in the first weeks, and show what to do next."),
    "use": gettext_lazy(
        "They had settled in and fell silent. Find out what they use instead, and who is in charge now."
    ),
    "renew": gettext_lazy("They had come back before. Remind them when their usual time is up, and ask what changed."),
    "recommend": gettext_lazy("They were content. Thank them, and ask whether they may be contacted again."),
}


@dataclass(frozen=True)
class Worst:
    """A touchpoint after which more fell silent than elsewhere, told in sentences, with the list of those it lost."""

    said: str
    advice: str
    link: str
    place: str  # phase and touchpoint, for machines

    @property
    def title(self) -> str:
        """What the task is called that somebody makes of it."""
        return self.said[:200]


def worst(journey: Sequence[Row], words: Words, links: Links) -> Worst | None:
    """The touchpoint that lost most customers beyond what is usual; None where no rate lies above it but by chance."""
    wholes = [row for row in journey if row["touchpoint"] == WHOLE]
    observed = sum(row["observed"] for row in wholes)
    usual = sum(row["last_here"] for row in wholes) / observed if observed else 0.0
    beyond = [
        (row["last_here"] - usual * row["observed"], row)
        for row in journey
        if row["touchpoint"] not in (WHOLE, *GOODBYES) and row["observed"] and row["ci95_low"] > 100 * usual
    ]
    if not beyond:
        return None
    _excess, row = max(beyond, key=lambda each: each[0])
    return Worst(
        _told(row, usual, words), str(ADVICE[row["phase"]]), _to(row, links), f"{row['phase']}/{row['touchpoint']}"
    )


def _told(row: Row, usual: float, words: Words) -> str:
    return _(
        "After “%(touchpoint)s” in the phase “%(phase)s”, %(lost)s of %(observed)s customers fell silent for half a "
        "year: %(rate)s, while %(usual)s is usual."
    ) % {
        "touchpoint": touchpoint_name(row["touchpoint"]),
        "phase": phase_name(row["phase"]),
        "lost": words.count(row["last_here"]),
        "observed": words.count(row["observed"]),
        "rate": words.percent(row["drop_off"]),
        "usual": words.percent(100 * usual),
    }


def _to(row: Row, links: Links) -> str:
    return links.to(METRIC, "last_here", phase=row["phase"], touchpoint=row["touchpoint"])
