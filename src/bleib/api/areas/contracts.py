"""Contracts: agreed, changed, ended. Each verb records the fact with it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from ninja import Query, Router

from bleib.accounts.api import Scope
from bleib.accounts.models import User
from bleib.api.cursors import by_key
from bleib.api.finding import Id, Which, customer_at, one_of
from bleib.api.operations import operation
from bleib.api.said.people import ContractFilter, ContractSaid, EndSaid, WorthSaid
from bleib.api.shapes import Page
from bleib.api.shown.people import ContractOut, contract_shown
from bleib.customers.models import Contract, Product

router = Router()
WORTH = {"amount_per_month", "quantity", "product"}


@operation(router, "GET", "contracts", scope=Scope.READ_CUSTOMERS, answer=Page[ContractOut])
def list_contracts(asked: Query[ContractFilter]) -> Page[ContractOut]:
    """Contracts, page by page."""
    today = timezone.localdate()
    found = Contract.objects.running(asked.running_on) if asked.running_on else Contract.objects.all()
    if asked.notice_until:
        found = found.filter(pk__in=found.with_notice_due(today, asked.notice_until).order_by().values("pk"))
    if asked.customer:
        found = found.filter(customer__number=asked.customer)
    if asked.number:
        found = found.filter(number=asked.number)
    return by_key(_shown(found), asked, contract_shown)


@operation(router, "GET", "contracts/{id}", scope=Scope.READ_CUSTOMERS, answer=ContractOut, also=[404])
def get_contract(id: Id) -> ContractOut:
    """One contract with all its versions."""
    return contract_shown(one_of(contracts(), id))


@operation(
    router, "POST", "customers/{which}/contracts", scope=Scope.WRITE_CUSTOMERS, answer=ContractOut, status=201,
    also=[404],
)  # fmt: skip
def agree_contract(by: User, which: Which, said: ContractSaid) -> ContractOut:
    """Agree on a contract with a customer.

    The fact that it started is recorded with it. Its number must be new.
    """
    contract = Contract(customer=customer_at(which), **said.model_dump(exclude=WORTH), created_at=timezone.now())
    contract.full_clean()
    contract.agree(**_worth(said), by=by, now=timezone.now())
    return contract_shown(one_of(contracts(), contract.pk))


@operation(router, "POST", "contracts/{id}/changes", scope=Scope.WRITE_CUSTOMERS, answer=ContractOut, also=[404, 409])
def change_contract(by: User, id: Id, said: WorthSaid) -> ContractOut:
    """From a day on a contract is worth something else."""
    contract, by = one_of(Contract.objects.all(), id), by
    if said.valid_from < contract.starts_on:
        raise ValidationError({"valid_from": "The contract begins later than that."})
    contract.change(said.valid_from, **_worth(said), by=by, now=timezone.now())
    return contract_shown(one_of(contracts(), id))


@operation(router, "POST", "contracts/{id}/end", scope=Scope.WRITE_CUSTOMERS, answer=ContractOut, also=[404, 409])
def end_contract(by: User, id: Id, said: EndSaid) -> ContractOut:
    """A contract ends on a day, by the customer's notice or without."""
    contract = one_of(Contract.objects.all(), id)
    _refuse_impossible(contract, said)
    told: dict[str, Any] = {"reason": said.reason, "by": by, "now": timezone.now()}
    if said.notice_given_on:
        contract.give_notice(said.notice_given_on, last_day=said.last_day, **told)
    else:
        contract.end(said.last_day, **told)
    return contract_shown(one_of(contracts(), id))


def contracts() -> QuerySet[Contract]:
    """All, with what is shown of them."""
    return _shown(Contract.objects.all())


def _shown(found: Any) -> QuerySet[Contract]:
    """With everything that is shown of a contract."""
    rows: QuerySet[Contract] = found.with_amount(timezone.localdate())
    return rows.select_related("customer").prefetch_related("versions__product")


def _worth(said: ContractSaid | WorthSaid) -> dict[str, Any]:
    product = Product.objects.filter(code=said.product).first() if said.product else None
    if said.product and product is None:
        raise ValidationError({"product": f"There is no product “{said.product}”."})
    return {"amount_per_month": said.amount_per_month, "quantity": said.quantity, "product": product}


def _refuse_impossible(contract: Contract, said: EndSaid) -> None:
    if said.last_day < contract.starts_on:
        raise ValidationError({"last_day": "The contract begins later than that."})
    if said.notice_given_on and said.notice_given_on > timezone.localdate():
        raise ValidationError({"notice_given_on": "That day is still to come."})
