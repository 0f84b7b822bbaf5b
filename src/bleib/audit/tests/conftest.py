"""Anna works here; what she changes is herself."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from bleib.audit import api

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_user("anna@example.com", name="Anna Arndt")


@pytest.fixture
def write(anna):
    """Writes an entry about Anna, by her own hand."""

    def entry(verb="changed", **details):
        details = {"actor": anna, "subject": anna, "now": NOW} | details
        with transaction.atomic():
            return api.record(verb=verb, **details)

    return entry


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path
