"""What is known of a customer's bonds, put together from its record and its history."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from bleib.customers.bonds import Answer, Case, Evidence, Term
from bleib.customers.models import Contract, Customer
from bleib.history.api import Sums

IN_USE = timedelta(days=365)


def evidence_of(customer: Customer, sums: Sums, *, today: date) -> Evidence:
    """All evidence as of today."""
    used = [each for each in sums.products if today - each.last_on <= IN_USE]
    return Evidence(
        terms=[_term(each) for each in Contract.objects.filter(customer=customer).running(today)],
        products=sum(each.bought > 0 for each in used),
        features=sum(each.used > 0 for each in used),
        usage=sums.usage,
        answers=[Answer(each.kind, each.score, each.on) for each in sums.answers],
        cases=[Case(each.ref, each.severity, each.since) for each in sums.cases],
        referrals=Customer.objects.current().filter(referred_by=customer).standing("customer").count(),
        relatives=_relatives(customer),
    )


def _relatives(customer: Customer) -> int:
    """Parent company and subsidiaries that are customers, too."""
    family = Q(parent=customer)
    if customer.parent_id:
        family |= Q(pk=customer.parent_id) | Q(parent=customer.parent_id)
    return Customer.objects.current().filter(family).exclude(pk=customer.pk).standing("customer").count()


def _term(contract: Contract) -> Term:
    return Term(
        number=contract.number,
        ends_on=contract.ends_on,
        can_end_on=contract.term_ends_on,
        notice_by=contract.notice_by,
        term_months=contract.term_months,
    )
