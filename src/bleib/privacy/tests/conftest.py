"""Marla works here, Petra is a contact of the customer Quandt, and both are known wherever one can be."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction

from bleib.audit import api as audit

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def users():
    return get_user_model().objects


@pytest.fixture
def anna(users, db):
    """The administrator who carries it out."""
    return users.create_user("anna@example.com", name="Anna Arndt", role="admin")


@pytest.fixture
def marla(users, db):
    """A colleague, with a password, an address that was confirmed, and two entries about her."""
    user = users.create_user("marla@example.com", "a long password", name="Marla Mustermann", role="sales")
    apps.get_model("account.EmailAddress").objects.create(user=user, email=user.email, primary=True, verified=True)
    for name in ("Marla", "Marla Mustermann"):
        with transaction.atomic():
            audit.record(actor=user, verb="changed", subject=user, after={"name": name}, now=NOW)
    return user


@pytest.fixture
def quandt(db):
    """A customer who is a person, with a number that names her."""
    return apps.get_model("customers.Customer").objects.create(
        number="quandt@example.org", name="Quandt Quellwasser", is_person=True, city="Berlin", created_at=NOW
    )


@pytest.fixture
def petra(quandt):
    return apps.get_model("customers.Contact").objects.create(
        customer=quandt, first_name="Petra", last_name="Pfefferkorn", mail="petra@quandt.example", created_at=NOW
    )
