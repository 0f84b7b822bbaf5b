from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from bleib.accounts.tests.people import anna
from bleib.customers.models import Contact, Customer
from bleib.profiling.api import want

__all__ = ["anna"]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def otter():
    return Customer.objects.create(number="K1", name="Otter AG", created_at=NOW)


@pytest.fixture
def weber(otter):
    return Contact.objects.create(customer=otter, last_name="Weber", created_at=NOW)


@pytest.fixture
def wanted(anna):
    """A function that makes a question: wanted("industry")."""

    def make(name, subject="customer", **words):
        said = {"question_de": f"{name}, bitte?", "question_en": f"{name}, please?"} | words
        return want(subject, name, **said, by=anna, now=NOW)

    return make
