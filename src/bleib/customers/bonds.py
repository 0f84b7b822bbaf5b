"""Which of the five bonds hold a customer, by what evidence, and who is held against their will.

Situational, legal, technical, economic, emotional. Pure: what is known comes in, a judgement goes out.
Where nothing is known of a bond there is no evidence, which is not the same as no bond.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

SOON = timedelta(days=90)  # a contract that ends within these days binds no longer
LONG_TERM = 12  # months; who signs for a year has something to lose by leaving
BROAD = 3  # products or features in use; fewer are changed for others in an afternoon
FELL = 0.5  # usage of the last 90 days against the 90 before
LEAST_USAGE = 10  # times; below, a fall says nothing
# The last answer of each kind of survey from which on somebody is content, and up to which they are not.
CONTENT = {"nps": 9, "csat": 4, "ces": 5}
UNHAPPY = {"nps": 6, "csat": 2, "ces": 3}
PRESSING = ("high", "urgent")
PATIENCE = timedelta(days=14)  # after so many days any open case is a burden


class Bond(StrEnum):
    """What ties a customer, in the order in which it is shown."""

    SITUATIONAL = "situational"
    LEGAL = "legal"
    TECHNICAL = "technical"
    ECONOMIC = "economic"
    EMOTIONAL = "emotional"


class Hold(StrEnum):
    """Whether a bond holds, is about to give way, or shows no evidence."""

    HOLDS = "holds"
    LOOSENS = "loosens"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True)
class Term:
    """A contract that runs. `ends_on`: its last day, where known; `can_end_on`: the next day on which it can end."""

    number: str
    ends_on: date | None = None
    can_end_on: date | None = None
    notice_by: date | None = None
    term_months: int = 0


@dataclass(frozen=True)
class Answer:
    """The newest answer to a kind of survey."""

    kind: str
    score: int
    on: date


@dataclass(frozen=True)
class Case:
    """A case that is open."""

    ref: str
    severity: str | None
    since: date


@dataclass(frozen=True)
class Evidence:
    """All that is known. `products`, `features`: bought or used within a year; `usage`: last 90 days, 90 before."""

    terms: Sequence[Term] = ()
    products: int = 0
    features: int = 0
    usage: tuple[int, int] = (0, 0)
    answers: Sequence[Answer] = ()
    cases: Sequence[Case] = ()
    referrals: int = 0
    relatives: int = 0  # parent company and subsidiaries that buy, too


@dataclass(frozen=True)
class Reason:
    """Why, as a code with its values; whoever shows it has the sentence."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """One bond, and what speaks for it."""

    bond: Bond
    hold: Hold
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Profile:
    """The five bonds; why the customer is unhappy; `captive`: the bonds that alone hold somebody unhappy."""

    bonds: tuple[Judged, ...]
    unhappy: tuple[Reason, ...]
    captive: tuple[Bond, ...]


def profile(evidence: Evidence, *, today: date) -> Profile:
    """The five bonds and the warning, as of today."""
    judged = (
        _judged(Bond.SITUATIONAL, holds=_situational(evidence)),
        _legal(evidence, today),
        _technical(evidence),
        _judged(Bond.ECONOMIC, holds=_economic(evidence)),
        _emotional(evidence),
    )
    unhappy = tuple(_unhappy(evidence, today))
    holding = tuple(each.bond for each in judged if each.hold is Hold.HOLDS)
    against = {Bond.LEGAL, Bond.TECHNICAL, Bond.ECONOMIC}
    captive = holding if unhappy and set(holding) <= against else ()
    return Profile(judged, unhappy, captive)


def _judged(bond: Bond, *, holds: Sequence[Reason], loosens: Sequence[Reason] = ()) -> Judged:
    hold = Hold.LOOSENS if loosens else Hold.HOLDS if holds else Hold.NO_EVIDENCE
    return Judged(bond, hold, (*loosens, *holds))


def _situational(evidence: Evidence) -> list[Reason]:
    return [Reason("relatives", {"count": evidence.relatives})] if evidence.relatives else []


def _legal(evidence: Evidence, today: date) -> Judged:
    """Contracts bind as long as one of them does not end soon."""
    ending = [term for term in evidence.terms if term.ends_on and term.ends_on - today <= SOON]
    staying = [term for term in evidence.terms if term not in ending]
    over = [Reason("contract_ends", {"number": term.number, "end": term.ends_on}) for term in ending]
    told = [
        Reason("contract", {"number": term.number, "end": term.ends_on or term.can_end_on, "by": term.notice_by})
        for term in staying
    ]
    return _judged(Bond.LEGAL, holds=[*told, *over]) if told else _judged(Bond.LEGAL, holds=(), loosens=over)


def _technical(evidence: Evidence) -> Judged:
    broad = [Reason("features", {"count": evidence.features})] if evidence.features >= BROAD else []
    broad += [Reason("products", {"count": evidence.products})] if evidence.products >= BROAD else []
    return _judged(Bond.TECHNICAL, holds=broad, loosens=_fallen(evidence))


def _economic(evidence: Evidence) -> list[Reason]:
    long = [term for term in evidence.terms if term.term_months >= LONG_TERM and not term.ends_on]
    return [Reason("long_term", {"number": term.number, "months": term.term_months}) for term in long]


def _emotional(evidence: Evidence) -> Judged:
    good = [_said(each) for each in evidence.answers if each.score >= CONTENT[each.kind]]
    if evidence.referrals:
        good.append(Reason("referrals", {"count": evidence.referrals}))
    bad = [_said(each) for each in evidence.answers if each.score <= UNHAPPY[each.kind]]
    return _judged(Bond.EMOTIONAL, holds=good, loosens=bad)


def _unhappy(evidence: Evidence, today: date) -> Iterator[Reason]:
    yield from (_said(each) for each in evidence.answers if each.score <= UNHAPPY[each.kind])
    for case in evidence.cases:
        if case.severity in PRESSING or today - case.since > PATIENCE:
            yield Reason("case", {"ref": case.ref, "since": case.since})
    yield from _fallen(evidence)


def _fallen(evidence: Evidence) -> list[Reason]:
    recent, earlier = evidence.usage
    fell = earlier >= LEAST_USAGE and recent <= earlier * FELL
    return [Reason("usage_fell", {"recent": recent, "earlier": earlier})] if fell else []


def _said(answer: Answer) -> Reason:
    return Reason("answer", {"kind": answer.kind.upper(), "score": answer.score, "on": answer.on})
