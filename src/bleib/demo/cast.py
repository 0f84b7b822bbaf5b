"""Customers with a name and a story of their own, for whoever looks around in the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bleib.demo.stories import Story


@dataclass(frozen=True)
class Character:
    """Orders from `begins` days after the data begins until `silent` days before today, but not in `pause`."""

    number: str
    name: str
    story: Story
    region: str
    begins: int = 5
    silent: int = 0
    pause: tuple[int, int] | None = None  # days before today

    def active(self, start: date, until: date) -> tuple[tuple[date, date], ...]:
        """The spans `[from, to)` in which it orders."""
        first, last = start + timedelta(days=self.begins), until - timedelta(days=self.silent)
        if self.pause is None:
            return ((first, last),)
        gone, back = (until - timedelta(days=each) for each in self.pause)
        return ((first, gone), (back, last))


GIANT = Character("30001", "Nordwerft Anlagenbau GmbH", Story.SILENT_GIANT, "Nord", silent=72)
HELD = Character("30008", "Hellbach Klinikservice GmbH", Story.HELD_BY_CONTRACT, "West", silent=310)
BACK = Character("30015", "Zellingen Fensterbau KG", Story.WON_BACK, "Süd", pause=(470, 150))
GROWING = Character("30022", "Ahlfelder Robotik AG", Story.GROWING, "Südwest", begins=20)
TWICE = Character("30029", "Weißhuber Sanitär & Heizung GmbH", Story.SAME_COMPANY, "Mitte", silent=260)
TWICE_AGAIN = Character("30036", "Weisshuber Sanitaer und Heizung", Story.SAME_COMPANY, "Mitte", begins=840)
DEADLINE = Character("30043", "Kesskamp Fördertechnik GmbH", Story.STEADY, "Ost")
DETRACTORS = (
    Character("30050", "Riedmoser Stahlbau GmbH & Co. KG", Story.DETRACTOR, "West"),
    Character("30057", "Lindbrügge Elektro e. K.", Story.DETRACTOR, "Nord"),
    Character("30064", "Oberthaler Landtechnik GmbH", Story.DETRACTOR, "Süd"),
)

CAST = (GIANT, HELD, BACK, GROWING, TWICE, TWICE_AGAIN, DEADLINE, *DETRACTORS)
NOTICE_IN_DAYS = 6  # until when notice has to arrive for DEADLINE's contract, counted from today
