"""What to look at first: lost beyond what is usual and beyond chance, and nobody who said good-bye."""

from __future__ import annotations

from django.utils import translation

from bleib.console.journey_map.worst import worst
from bleib.console.retention.links import Links
from bleib.kernel.intervals import wilson
from bleib.report.words import Words

WORDS, LINKS = Words("en", "EUR"), Links("question")


def row(phase, touchpoint, lost, observed):
    low, high = wilson(lost, observed)
    rates = {"drop_off": 100 * lost / observed, "ci95_low": 100 * low, "ci95_high": 100 * high}
    return {"phase": phase, "touchpoint": touchpoint, "last_here": lost, "observed": observed, **rates}


def said(*touchpoints):
    """Of a journey in which one in ten is lost in use and renewal."""
    wholes = (row("use", "any", 100, 1000), row("renew", "any", 100, 1000))
    with translation.override("en"):
        found = worst([*wholes, *touchpoints], WORDS, LINKS)
    return found and found.said


def test_the_most_lost_beyond_what_is_usual_come_first():
    many, high = row("use", "visit", 80, 400), row("use", "credit", 20, 40)
    assert "After “Visit”" in said(many, high)  # 40 more than usual, against 16
    assert "20.0\u00a0%, while 10.0\u00a0% is usual" in said(many)


def test_what_chance_explains_is_not_named():
    assert said(row("use", "visit", 2, 10), row("renew", "order", 100, 1000)) is None


def test_after_a_notice_nobody_wonders():
    assert said(row("renew", "notice_given", 90, 100), row("renew", "contract_ended", 90, 100)) is None
