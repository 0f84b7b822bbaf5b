"""What a reader of the demo company's exports should find: counts, sums and the planted stories."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bleib.demo.company import Company, Line
from bleib.demo.exports import Export, exports
from bleib.demo.stories import Story


@dataclass(frozen=True)
class Truth:
    """Lines as in an import's counts; `revenue` in EUR, net of credit notes, of the accepted lines."""

    lines: int  # position lines in all files, duplicates and spoilt dates included
    duplicates: int
    unreadable_dates: int
    headings_again: int
    totals: int
    accepted: int
    without_customer: int
    credit_lines: int
    orders: int
    customers: int
    revenue: Decimal
    stories: dict[str, Story]  # customer number -> story

    def numbers(self, *stories: Story) -> set[str]:
        """Numbers of the customers with one of `stories`."""
        return {number for number, story in self.stories.items() if story in stories}


def truth_of(company: Company) -> Truth:
    files = exports(company)
    spoilt = {id(line) for file in files for line in unreadable(file)}
    good = [line for line in company.lines if id(line) not in spoilt]
    lines = sum(len(file.lines) for file in files)
    return Truth(
        lines=lines,
        duplicates=lines - len(company.lines),
        unreadable_dates=len(spoilt),
        headings_again=sum(file.heading_again for file in files),
        totals=sum(file.total for file in files),
        accepted=len(good),
        without_customer=sum(line.customer is None for line in good),
        credit_lines=sum(line.quantity < 0 for line in good),
        orders=len({line.ref for line in good if line.customer and line.amount > 0}),
        customers=len({line.customer.number for line in good if line.customer and line.amount > 0}),
        revenue=sum((line.amount for line in good), Decimal(0)),
        stories={customer.number: customer.story for customer in company.customers},
    )


def unreadable(export: Export) -> list[Line]:
    return [export.lines[place] for place in export.unreadable]
