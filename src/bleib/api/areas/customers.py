"""Customers: the list as the pages filter and sort it, one of them, entering and changing."""

from __future__ import annotations

from django.utils import timezone
from ninja import Query, Router

from bleib.accounts.api import Scope
from bleib.accounts.models import Token, User
from bleib.api.finding import Which, customer_at
from bleib.api.operations import operation
from bleib.api.problems import Refused
from bleib.api.said.customers import CustomerFilter, CustomerSaid, NewCustomer, keep_customer, refuse_unseen
from bleib.api.shapes import Page
from bleib.api.shown.customers import CustomerOut, customer_shown, customers_shown
from bleib.api.wanted import listing, page_of
from bleib.customers.models import Customer

router = Router()


@operation(router, "GET", "customers", scope=Scope.READ_CUSTOMERS, answer=Page[CustomerOut])
def list_customers(token: Token, asked: Query[CustomerFilter]) -> Page[CustomerOut]:
    """Customers, page by page.

    Filters and orders are those of the list on the pages. Whoever was merged into another or erased is on no list.
    What would tell of lights, figures or segments takes their scope, too.
    """
    refuse_unseen(asked, token.admits)
    ids, next = page_of(listing(asked), asked)
    return Page(data=customers_shown(ids), next=next)


@operation(router, "GET", "customers/{which}", scope=Scope.READ_CUSTOMERS, answer=CustomerOut, also=[404])
def get_customer(which: Which) -> CustomerOut:
    """One customer.

    A number that was merged answers with the customer it counts as.
    """
    return customer_shown(customer_at(which))


@operation(router, "POST", "customers", scope=Scope.WRITE_CUSTOMERS, answer=CustomerOut, status=201, also=[409])
def enter_customer(by: User, said: NewCustomer) -> CustomerOut:
    """Enter a customer.

    It is a prospect until its first order. 409 where the number is in use.
    """
    if Customer.objects.filter(number=said.number).exists():
        raise Refused(409, f"There is a customer {said.number} already.")
    return customer_shown(keep_customer(Customer(), said, by=by, now=timezone.now()))


@operation(router, "PATCH", "customers/{which}", scope=Scope.WRITE_CUSTOMERS, answer=CustomerOut, also=[404, 409])
def change_customer(by: User, which: Which, said: CustomerSaid) -> CustomerOut:
    """Change what is known of a customer.

    What is left out, or null, stays as it is; an empty text takes away. From then on files leave the record alone.
    """
    if not said.model_dump(exclude_none=True):
        raise Refused(422, "Nothing is said that could be changed: name one field at least.")
    return customer_shown(keep_customer(customer_at(which), said, by=by, now=timezone.now()))
