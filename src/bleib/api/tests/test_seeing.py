"""What an answer shows is what the token may read: every operation, asked with its own scope and nothing else."""

from __future__ import annotations

import json

import pytest

from bleib.accounts.api import Scope
from bleib.api.entrance import described
from bleib.api.seeing import MARK
from bleib.customers.models import Contact, Customer
from bleib.figures.models import CustomerFigures
from bleib.lights.models import Light
from bleib.outlook.models import Outlook, Run
from bleib.segments.api import Membership, Segment
from bleib.tasks.models import Task

pytestmark = pytest.mark.django_db

# What lies in the database, and with which scopes alone it may come out. A light is told by its day.
SECRETS = {
    "Zyxwerft": {Scope.READ_CUSTOMERS, Scope.EXPORT_CUSTOMERS}, "Qvester": {Scope.READ_CUSTOMERS},
    "4711.3300": {Scope.READ_FIGURES}, "1987-03-02": {Scope.READ_LIGHTS}, "0.4177": {Scope.READ_LIGHTS},
    "zyx-segment": {Scope.READ_SEGMENTS, Scope.WRITE_SEGMENTS}, "Zyxtask": {Scope.READ_TASKS},
}  # fmt: skip
SAID = {
    "enter_customer": {"number": "2", "name": "New"}, "change_customer": {"city": "Emden"},
    "add_contact": {"last_name": "New"}, "change_contact": {"position": "Boss"}, "contact_has_left": {},
    "agree_contract": {"number": "V2", "starts_on": "2026-01-01", "amount_per_month": 5},
    "change_contract": {"valid_from": "2026-02-01", "amount_per_month": 6}, "end_contract": {"last_day": "2027-01-01"},
    "put_segment": {"name": {"en": "New"}, "when": {"field": "country", "is": "DE"}}, "ask_task": {"title": "New"},
}  # fmt: skip
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in described()["paths"].items()  # type: ignore[attr-defined]
    for method, operation in methods.items()
}


@pytest.fixture
def everything(now):
    """One of each: a customer with figures, light, forecast, segment, task and contact."""
    day = "1987-03-02"
    zyx = Customer.objects.create(number="1", name="Zyxwerft", created_at=now)
    CustomerFigures.objects.create(customer=zyx, light=3, revenue_year="4711.33", revenue="4711.33", orders=2)
    Light.objects.create(
        customer=zyx, colour="red", judged="red", since=day, changed_on=day, changed_at=now, as_of=day, made_by="x"
    )
    run = Run.objects.create(made_at=now, completed_at=now, as_of=now.date(), horizon=180, made_by="x")
    Outlook.objects.create(customer=zyx, run=run, as_of=now.date(), leave=0.4177, at_risk=5)
    segment = Segment.objects.create(
        key="zyx-segment", name_de="Z", condition={"field": "country", "is": "DE"}, edited_at=now
    )
    Membership.objects.create(segment=segment, customer=zyx, entered_at=now)
    contact = Contact.objects.create(customer=zyx, last_name="Qvester", created_at=now)
    task = Task.objects.create(title="Zyxtask", customer=zyx, created_at=now)
    return {"contacts": contact.pk, "tasks": task.pk}


def told(client, secret, id: str, keys) -> str:
    """What an operation answers to a token, as text."""
    method, path, _ = OPERATIONS[id]
    area = path.removeprefix("/api/v1/").partition("/")[0]
    filled = path.format(which="1", id=keys.get(area, 1), slug="retention", key="zyx-segment")
    said = json.dumps(SAID.get(id, {}))
    bearer = {"Authorization": f"Bearer {secret}"}
    answer = client.generic(method.upper(), filled, said, content_type="application/json", headers=bearer)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("id", OPERATIONS)
def test_an_answer_shows_what_its_scope_opens(client, secret_for, everything, id):
    scope = OPERATIONS[id][2]["x-scope"]
    said = told(client, secret_for(*([] if scope == "any" else [Scope(scope)])), id, everything)
    if scope != "any":
        assert {secret for secret, scopes in SECRETS.items() if secret in said and Scope(scope) not in scopes} == set()


def test_all_of_it_comes_out_with_all_scopes(client, secret_for, everything):
    secret = secret_for()
    said = "".join(told(client, secret, id, everything) for id in OPERATIONS if not id.startswith("delete"))
    assert {secret for secret in SECRETS if secret not in said} == set()


def test_who_may_only_write_is_told_what_it_is_called(client, secret_for, everything):
    secret = secret_for(Scope.WRITE_CUSTOMERS)
    assert json.loads(told(client, secret, "change_customer", everything)).keys() == {"id", "number"}
    assert json.loads(told(client, secret, "change_contact", everything)).keys() == {"id"}


def test_the_light_and_figures_are_null_in_the_answer_to_a_change(client, secret_for, everything):
    secret = secret_for(Scope.WRITE_CUSTOMERS, Scope.READ_CUSTOMERS)
    changed = json.loads(told(client, secret, "change_customer", everything))
    assert (changed["city"], changed["light"], changed["figures"]) == ("Emden", None, None)


@pytest.mark.parametrize("asked", ["light=red", "segment=zyx-segment", "overdue=true", "orders=none", "sort=revenue"])
def test_no_filter_tells_what_an_answer_would_not(client, secret_for, everything, asked):
    for scope, path in ((Scope.READ_CUSTOMERS, "customers"), (Scope.EXPORT_CUSTOMERS, "exports/customers")):
        bearer = {"Authorization": f"Bearer {secret_for(scope)}"}
        assert client.get(f"/api/v1/{path}?{asked}", headers=bearer).status_code == 403
        assert client.get(f"/api/v1/{path}?sort=name", headers=bearer).status_code == 200


def test_the_description_says_which_fields_take_a_scope():
    shapes = described()["components"]["schemas"]
    fields = shapes["CustomerOut"]["properties"]
    assert {name: field[MARK] for name, field in fields.items() if MARK in field} == {
        "light": "read:lights", "figures": "read:figures",
    }  # fmt: skip
