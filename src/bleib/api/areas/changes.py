"""What changed since one looked last: for programs that keep a copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet
from ninja import Field, Query, Router, Schema

from bleib.accounts.api import Scope
from bleib.api.areas.contacts import contacts
from bleib.api.areas.contracts import contracts
from bleib.api.areas.tasks import TaskOut, task_shown, tasks
from bleib.api.following import NOW, changed
from bleib.api.operations import operation
from bleib.api.shapes import UNSEEN, ChangedPage
from bleib.api.shown.customers import CustomerOut, customers_shown
from bleib.api.shown.people import ContactOut, ContractOut, contact_shown, contract_shown
from bleib.customers.models import Customer

router = Router()
Row = TypeVar("Row", bound=models.Model)


class Since(Schema):
    """Since when."""

    since: str = Field(
        NOW, max_length=40, pattern=UNSEEN, description="`since` of the answer before; now: from here on."
    )
    limit: int = Field(100, ge=1, le=200, description="How many at most.")


@operation(
    router, "GET", "changes/customers", scope=Scope.READ_CUSTOMERS, answer=ChangedPage[CustomerOut], also=[410]
)  # fmt: skip
def customers_changed(asked: Query[Since]) -> ChangedPage[CustomerOut]:
    """Customers whose record changed.

    The record: what people, files and programs write. Lights, figures and segments change by themselves and are not
    told here. Who was merged into another, or erased, is `gone`. 410 where the installation was restored since.
    """
    found = changed("customer", cursor=asked.since, limit=asked.limit)
    alive = Customer.objects.current().exclude(number__startswith="erased-").filter(pk__in=found.ids)
    known = set(alive.values_list("pk", flat=True))
    shown = customers_shown([pk for pk in found.ids if pk in known])
    return ChangedPage(data=shown, gone=_gone(found.ids, known), since=found.cursor, more=found.more)


@operation(router, "GET", "changes/contacts", scope=Scope.READ_CUSTOMERS, answer=ChangedPage[ContactOut], also=[410])
def contacts_changed(asked: Query[Since]) -> ChangedPage[ContactOut]:
    """Contacts that changed."""
    return _changed("contact", contacts(), contact_shown, asked=asked)


@operation(router, "GET", "changes/contracts", scope=Scope.READ_CUSTOMERS, answer=ChangedPage[ContractOut], also=[410])
def contracts_changed(asked: Query[Since]) -> ChangedPage[ContractOut]:
    """Contracts that were agreed, changed or ended."""
    return _changed("contract", contracts(), contract_shown, asked=asked)


@operation(router, "GET", "changes/tasks", scope=Scope.READ_TASKS, answer=ChangedPage[TaskOut], also=[410])
def tasks_changed(asked: Query[Since]) -> ChangedPage[TaskOut]:
    """Tasks that were asked for, changed or closed."""
    return _changed("task", tasks(), task_shown, asked=asked)


def _changed(kind: str, rows: QuerySet[Row], shown: Callable[[Row], Any], *, asked: Since) -> ChangedPage[Any]:
    found = changed(kind, cursor=asked.since, limit=asked.limit)
    known = rows.in_bulk(list(found.ids))
    data = [shown(known[pk]) for pk in found.ids if pk in known]
    return ChangedPage(data=data, gone=_gone(found.ids, known), since=found.cursor, more=found.more)


def _gone(ids: Any, known: Any) -> list[int]:
    return [pk for pk in ids if pk not in known]
