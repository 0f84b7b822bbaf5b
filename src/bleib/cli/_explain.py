"""What `bleib explain` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.timezone import localtime
from rich.console import Console

from bleib.cli._language import Language
from bleib.history.api import TimelineEntry
from bleib.history.fact_types import TYPES
from bleib.history.models import Setting
from bleib.lights.api import Because, Colour, Explanation, Light
from bleib.outlook.api import Outlook
from bleib.report.words import Words

SHAPES = {"green": ("●", "green"), "yellow": ("▲", "yellow"), "red": ("■", "red")}
WHY_NOT = {
    "prospect": ("Interessent, hat noch nicht gekauft", "a prospect that has not bought yet"),
    "former": ("ehemaliger Kunde", "a former customer"),
    "customer": (
        "kein Regelwerk gilt für ihn, oder er wird erst noch beurteilt",
        "no set of rules is for it, or it is still to be judged",
    ),
    "": ("hat weder gekauft noch einen Vertrag", "has neither bought nor a contract"),
}
TRENDS = {"better": ("es wird besser", "it is getting better"), "worse": ("es wird schlechter", "it is getting worse")}
WHOLE = 100  # percent

Line = tuple[int, str, str]  # depth, text, style


def explanation(told: Explanation, lang: Language) -> None:
    """All of it, indented by how far it lies from the light."""
    page, console = _Page(told, lang), Console()
    for depth, text, style in page.lines():
        console.print(f"{'   ' * depth}{text}", style=style, markup=False, highlight=False, soft_wrap=True)


class _Page:
    """The lines of an explanation in one language."""

    def __init__(self, told: Explanation, lang: Language) -> None:
        self.told, self.place = told, 0 if lang is Language.DE else 1
        self.words = Words(lang.value, Setting.read("currency", "EUR"))

    def lines(self) -> Iterator[Line]:
        customer, light = self.told.customer, self.told.light
        yield 0, f"{customer.name or customer.number} ({customer.number})", "bold"
        if light is None:
            why = WHY_NOT.get(self.told.standing, WHY_NOT[""])[self.place]
            yield 0, self.say("Keine Ampel: {why}.", "No light: {why}.", why=why), ""
        else:
            yield from self.light(light)
            for each in self.told.because:
                yield from self.reason(each)
        yield from self.family()
        if self.told.outlook is not None:
            yield from self.outlook(self.told.outlook)
        yield from self.changes(self.told.changes)

    def say(self, german: str, english: str, **values: object) -> str:
        return (german, english)[self.place].format(**values)

    def light(self, light: Light) -> Iterator[Line]:
        shape, style = SHAPES[light.colour]
        since = self.words.day(light.since)
        word = Colour(light.colour).label
        yield 0, self.say("{shape} {word} seit {since}", "{shape} {word} since {since}",
                          shape=shape, word=word, since=since), f"bold {style}"  # fmt: skip
        if light.before:
            before, day = Colour(light.before).label, self.words.day(localtime(light.changed_at).date())
            yield 1, self.say("gewechselt am {day}, vorher: {before}", "changed on {day}, before: {before}",
                              day=day, before=before), ""  # fmt: skip
        if light.override is not None:
            yield from self.by_hand(light)
        if light.trend:
            yield 1, TRENDS[light.trend][self.place], ""
        if not self.told.because:
            yield 1, self.say("Keine Regel trifft zu.", "No rule holds."), ""
        if self.told.rules_since:
            day = self.words.day(localtime(self.told.rules_since).date())
            yield 1, self.say("Stand {as_of}, Regeln vom {day} ({digest})", "As of {as_of}, rules of {day} ({digest})",
                              as_of=self.words.day(light.as_of), day=day, digest=light.made_by[:8]), "dim"  # fmt: skip

    def by_hand(self, light: Light) -> Iterator[Line]:
        held = light.override
        assert held is not None
        yield 1, self.say(
            "von Hand bis {until}: {reason} (die Regeln sagen: {judged})",
            "by hand until {until}: {reason} (the rules say: {judged})",
            until=self.words.day(held.until), reason=held.reason or "–", judged=Colour(light.judged).label,
        ), ""  # fmt: skip

    def reason(self, each: Because) -> Iterator[Line]:
        shape, style = SHAPES[each.reason.colour]
        since = f" ({self.say('seit', 'since')} {self.words.day(each.reason.since)})" if each.reason.since else ""
        yield 0, "", ""
        yield 0, f"{shape} {each.sentence}{since}", style
        yield 1, self.say("Regel: {rule}", "Rule: {rule}", rule=f"{each.rule} [{each.reason.rule}]"), ""
        for seen in each.seen:
            yield 2, f"{seen.label}: {seen.value}", "dim"
        for fact in each.facts:
            yield 2, self.fact(fact), "dim"
        if each.advice:
            yield 1, f"→ {each.advice}", ""

    def fact(self, entry: TimelineEntry) -> str:
        parts = [self.words.day(entry.occurred_on), TYPES[entry.type].label(self.words.lang)]
        parts += [entry.ref] if entry.ref else []
        parts += [self.words.cents(entry.amount)] if entry.amount is not None else []
        said = entry.lines[0].props if entry.lines else {}
        return "  ".join([*parts, *(f"{name}={value}" for name, value in said.items())])

    def family(self) -> Iterator[Line]:
        family = self.told.family
        if not family.lights or family.worst is None:
            return
        counted = ", ".join(f"{family.counts[each]} {each.label}" for each in Colour if family.counts[each])
        yield 0, "", ""
        yield 0, self.say("Mit Tochtergesellschaften: {worst} ({counted})", "With subsidiaries: {worst} ({counted})",
                          worst=family.worst.label, counted=counted), ""  # fmt: skip
        for each in family.lights:
            yield 1, f"{SHAPES[each.colour][0]} {each.customer.name or each.customer.number}", ""

    def outlook(self, found: Outlook) -> Iterator[Line]:
        chance = self.words.percent(WHOLE * found.leave)
        span = ""
        if found.leave_low is not None and found.leave_high is not None:
            low, high = (self.words.share(WHOLE * each) for each in (found.leave_low, found.leave_high))
            span = self.say(" ({low} bis {high} %)", " ({low} to {high} %)", low=low, high=high)
        yield 0, "", ""
        told = {"day": self.words.day(found.as_of), "days": found.run.horizon, "chance": chance, "span": span}
        if found.contractual:
            yield 0, self.say(
                "Prognose vom {day}: hat in {days} Tagen mit {chance} keinen Vertrag mehr{span}",
                "Forecast of {day}: has no contract any more in {days} days with a chance of {chance}{span}", **told,
            ), ""  # fmt: skip
        else:
            yield 0, self.say(
                "Prognose vom {day}: bestellt in {days} Tagen mit {chance} nichts{span}",
                "Forecast of {day}: orders nothing within {days} days with a chance of {chance}{span}", **told,
            ), ""  # fmt: skip
        if found.no_order is not None:
            yield 1, self.say("bestellt in dieser Zeit nichts: {chance}", "orders nothing in that time: {chance}",
                              chance=self.words.percent(WHOLE * found.no_order)), ""  # fmt: skip
        yield from self.weights()
        if found.leave_before is not None:
            before = self.words.percent(WHOLE * found.leave_before)
            yield 1, self.say("30 Tage vorher: {before}", "30 days earlier: {before}", before=before), "dim"
        if found.revenue is not None:
            yield 1, self.say("erwarteter Umsatz: {revenue}", "expected revenue: {revenue}",
                              revenue=self.words.money(found.revenue)), "dim"  # fmt: skip

    def weights(self) -> Iterator[Line]:
        """Why the chance is as it is."""
        for each in self.told.weights:
            text = (("spricht fürs Gehen: {what}", "speaks for leaving: {what}") if each.leaves
                    else ("spricht fürs Bleiben: {what}", "speaks for staying: {what}"))  # fmt: skip
            yield 1, self.say(*text, what=f"{each.label}: {each.value}"), "dim"

    def changes(self, entries: Sequence[TimelineEntry]) -> Iterator[Line]:
        if entries:
            yield 0, "", ""
            yield 0, self.say("Verlauf der Ampel:", "History of the light:"), ""
        for entry in entries:
            yield 1, self.fact(entry), "dim"
