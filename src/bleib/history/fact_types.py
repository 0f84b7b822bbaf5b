"""The closed registry of what can happen to a customer. A further type is one more entry in TYPES.

docs/facts.md is made from it: `python -m bleib.history.fact_document > docs/facts.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bleib.history.props import Prop, PropKind


@dataclass(frozen=True)
class FactType:
    """One kind of fact: its name, what it says, and what its columns and props mean.

    `amount`, `quantity`, `product` and `ref` say what stands in the column and in which unit; where one is empty, the
    column is. `anonymous`: it may have happened to nobody known. `concluded`: Bleib concludes it from other facts; it
    makes nobody a customer, and keeps nobody when the others are gone.
    """

    name: str
    label_de: str
    label_en: str
    meaning: str
    amount: str = ""
    quantity: str = ""
    product: str = ""
    ref: str = ""
    props: tuple[Prop, ...] = ()
    anonymous: bool = False
    concluded: bool = False

    def label(self, language: str) -> str:
        return self.label_de if language == "de" else self.label_en

    def prop(self, name: str) -> Prop | None:
        return next((each for each in self.props if each.name == name), None)


ORDER = FactType(
    "order",
    "Bestellposition",
    "Order line",
    "One line of an order or invoice.",
    amount="of the line, net of discounts",
    quantity="pieces",
    product="product code",
    ref="order number",
    anonymous=True,
)
CREDIT = FactType(
    "credit",
    "Gutschriftsposition",
    "Credit line",
    "One line of a cancellation or credit note; lowers revenue. Undoes a purchase only where it carries that order's "
    "number and cancels it in full.",
    amount="of the line, negative",
    quantity="pieces, negative",
    product="product code",
    ref="order number",
    anonymous=True,
)
USAGE = FactType(
    "usage",
    "Nutzung",
    "Usage",
    "A product or feature was used, once or so often in one session or day.",
    quantity="times",
    product="product or feature",
    ref="contract number",
    props=(
        Prop("seconds", PropKind.WHOLE, "how long it was used", unit="seconds", low=0),
        Prop("errors", PropKind.WHOLE, "errors that were met", unit="count", low=0),
    ),
)
VISIT = FactType(
    "visit",
    "Besuch",
    "Visit",
    "Somebody of the customer looked at a page or area, or signed in.",
    product="page or area, by its number or short name",
    props=(Prop("seconds", PropKind.WHOLE, "how long the visit took", unit="seconds", low=0),),
)

_SEVERITY = Prop(
    "severity", PropKind.CHOICE, "how pressing it is to the customer", choices=("low", "normal", "high", "urgent")
)
_ESCALATED = Prop("escalated", PropKind.FLAG, "somebody above had to decide")
CASE_OPENED = FactType(
    "case_opened",
    "Anliegen eröffnet",
    "Case opened",
    "A customer asked for something or complained.",
    ref="case number",
    props=(_SEVERITY,),
)
CASE_CLOSED = FactType(
    "case_closed",
    "Anliegen gelöst",
    "Case closed",
    "The case was solved or given up.",
    ref="case number",
    props=(
        _SEVERITY,
        _ESCALATED,
        Prop("first_answer", PropKind.WHOLE, "how long the first answer took", unit="minutes", low=0),
    ),
)
ANSWER = FactType(
    "answer",
    "Umfrageantwort",
    "Survey answer",
    "An answer to a survey with a score: NPS 0 to 10, CSAT 1 to 5, CES 1 to 7.",
    ref="case number, or whatever else was asked about",
    props=(
        Prop("kind", PropKind.CHOICE, "what was asked", choices=("nps", "csat", "ces"), needed=True),
        Prop("score", PropKind.WHOLE, "the answer", unit="points", low=0, high=10, needed=True),
    ),
    anonymous=True,
)

_ENDS_ON = Prop("ends_on", PropKind.DATE, "first day on which it will not run any more, where that is agreed")
_TERM = Prop("term_months", PropKind.WHOLE, "length of a term", unit="months", low=0)
_NOTICE = Prop("notice_days", PropKind.WHOLE, "how long before the end of the term notice has to be given", "days", 0)
_TRIAL = Prop("trial", PropKind.FLAG, "it is only tried and not paid for; never counted in retention")
_REASON = Prop("reason", PropKind.CODE, "why, as a code")
CONTRACT_STARTED = FactType(
    "contract_started",
    "Vertragsbeginn",
    "Contract started",
    "A contract runs from this day on.",
    amount="per month",
    quantity="seats or pieces",
    product="plan",
    ref="contract number",
    props=(_ENDS_ON, _TERM, _NOTICE, _TRIAL),
)
CONTRACT_CHANGED = FactType(
    "contract_changed",
    "Vertragsänderung",
    "Contract changed",
    "From this day on the contract runs as said here; all of it is said, not only what changed.",
    amount="per month",
    quantity="seats or pieces",
    product="plan",
    ref="contract number",
    props=(_ENDS_ON, _TERM, _NOTICE, _TRIAL),
)
NOTICE_GIVEN = FactType(
    "notice_given",
    "Kündigung",
    "Notice given",
    "The customer gave notice; the contract still runs until it ends.",
    ref="contract number",
    props=(_ENDS_ON, _REASON),
)
CONTRACT_ENDED = FactType(
    "contract_ended",
    "Vertragsende",
    "Contract ended",
    "The first day on which the contract does not run any more.",
    ref="contract number",
    props=(_REASON,),
)
CUSTOMER_LEFT = FactType(
    "customer_left",
    "Abgang",
    "Customer left",
    "The customer said that it leaves, and maybe why. Retention is counted from orders and contracts, not from this.",
    props=(_REASON,),
)
DEAL_OPENED = FactType(
    "deal_opened",
    "Verkaufschance",
    "Deal opened",
    "Sales began to talk with the customer about something.",
    product="product",
    ref="deal number",
)
DEAL_WON = FactType(
    "deal_won",
    "Verkaufschance gewonnen",
    "Deal won",
    "The customer agreed. What it then buys are orders.",
    amount="of the deal",
    product="product",
    ref="deal number",
)
DEAL_LOST = FactType(
    "deal_lost",
    "Verkaufschance verloren",
    "Deal lost",
    "The customer did not agree.",
    product="product",
    ref="deal number",
    props=(_REASON,),
)
_COLOURS = ("green", "yellow", "red")
_COLOUR = Prop(
    "colour", PropKind.CHOICE, "the light; none: not judged any more", choices=(*_COLOURS, "none"), needed=True
)
LIGHT_CHANGED = FactType(
    "light_changed",
    "Ampel gewechselt",
    "Light changed",
    "From this instant on the customer has another light. Who has none so far was judged green or not at all.",
    props=(
        _COLOUR,
        Prop("before", PropKind.CHOICE, "the light before; without it: judged for the first time", choices=_COLOURS),
        Prop("reasons", PropKind.CODES, "keys of the rules that hold, the worst first"),
        Prop("overridden", PropKind.FLAG, "set by hand, whatever the rules say"),
        Prop("replayed", PropKind.FLAG, "found afterwards: what the first rules and forecast say of an earlier day"),
    ),
    concluded=True,
)
_SEGMENT = (
    Prop("segment", PropKind.CODE, "key of the segment", needed=True),
    Prop("first", PropKind.FLAG, "found when the customer was looked at for the first time: no news of today"),
)
SEGMENT_ENTERED = FactType(
    "segment_entered",
    "Segment betreten",
    "Segment entered",
    "From this instant on the customer, or the contact where one is named, belongs to the segment.",
    props=_SEGMENT,
    concluded=True,
)
SEGMENT_LEFT = FactType(
    "segment_left",
    "Segment verlassen",
    "Segment left",
    "From this instant on the customer, or the contact where one is named, belongs to the segment no more.",
    props=_SEGMENT,
    concluded=True,
)

TYPES = {
    each.name: each
    for each in (
        *(ORDER, CREDIT, USAGE, VISIT, CASE_OPENED, CASE_CLOSED, ANSWER),
        *(CONTRACT_STARTED, CONTRACT_CHANGED, NOTICE_GIVEN, CONTRACT_ENDED, CUSTOMER_LEFT),
        *(DEAL_OPENED, DEAL_WON, DEAL_LOST),
        *(LIGHT_CHANGED, SEGMENT_ENTERED, SEGMENT_LEFT),
    )
}
CONCLUDED = tuple(each.name for each in TYPES.values() if each.concluded)
