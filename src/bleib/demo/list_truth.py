"""What a reader of the demo company's lists should find, counted without reading a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bleib.demo.lists import UNREADABLE_MAILS, Lists, articles


@dataclass(frozen=True)
class ListTruth:
    """As of the company's day. `mrr` in EUR a month; `owners`, `sources` and `tags` count customers."""

    customers: int
    contacts: int
    unreadable_mails: int
    products: int
    groups: int
    contracts: int
    versions: int
    running: int
    mrr: Decimal
    notice_by: dict[str, date]  # contract number -> the next day by which notice has to arrive
    usage: int
    cases: int
    open_cases: set[str]  # their numbers
    ratings: int
    promoters: int
    detractors: int
    answers: int
    owners: Counter[str]
    sources: Counter[str]
    tags: Counter[str]


def truth_of_lists(lists: Lists) -> ListTruth:
    """Counts of everything in `lists`."""
    today, customers, contracts = lists.company.until, lists.customers, lists.contracts
    deadlines = {each.number: each.terms.next_deadline(today)[1] for each in contracts}
    scores = [answer.score for answer in lists.answers]
    return ListTruth(
        customers=len(customers),
        contacts=sum(len(each.people) for each in customers),
        unreadable_mails=UNREADABLE_MAILS,
        products=len(list(articles())),
        groups=len({group for *_, group in articles()}),
        contracts=len(contracts),
        versions=sum(len(each.versions) for each in contracts),
        running=sum(each.runs(today) for each in contracts),
        mrr=sum((each.amount(today) for each in contracts), Decimal(0)),
        notice_by={number: by for number, by in deadlines.items() if by is not None},
        usage=len(lists.usage),
        cases=len(lists.cases),
        open_cases={case.number for case in lists.cases if case.closed is None},
        ratings=sum(case.score is not None for case in lists.cases),
        promoters=sum(score >= 9 for score in scores),
        detractors=sum(score <= 6 for score in scores),
        answers=len(scores),
        owners=Counter(each.owner for each in customers if each.owner),
        sources=Counter(each.source for each in customers),
        tags=Counter(tag for each in customers for tag in each.tags),
    )
