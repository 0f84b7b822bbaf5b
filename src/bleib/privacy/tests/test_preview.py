"""Before erasing it is said what goes, what is emptied, and what a law keeps until when. Nothing changes."""

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps

from bleib.kernel.personal import Basis, Erase, Personal, Retention
from bleib.privacy import api
from bleib.privacy.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def told(kind, pk):
    return {(str(line.label), line.action): line for line in api.preview_erasure(kind, pk)}


def test_it_counts_rows_by_what_becomes_of_them(marla, settings):
    settings.LANGUAGE_CODE = "en"
    lines = told("user", marla.pk)
    assert lines["colleagues", Erase.BLANK].count == 1
    assert lines["Audit log", Erase.BLANK].count == 2
    assert lines["email addresses", Erase.DELETE].count == 1


def test_a_customers_contacts_are_told_too(quandt, petra, settings):
    settings.LANGUAGE_CODE = "en"
    assert told("customer", quandt.pk)["contacts", Erase.DELETE].count == 1


def test_what_a_law_keeps_is_told_with_its_end(kept_addresses, marla):
    [line] = [line for line in api.preview_erasure("user", marla.pk) if line.action is Erase.KEEP]
    assert (line.count, line.law, line.until) == (1, "§ 257 HGB", date(2033, 1, 1))


def test_nothing_changes(marla):
    api.preview_erasure("user", marla.pk)
    marla.refresh_from_db()
    assert marla.name == "Marla Mustermann"
    assert not api.Erasure.objects.exists()


@pytest.fixture
def kept_addresses(marla, monkeypatch):
    """An invitation that a law keeps for six years, as a contract would be."""
    model = apps.get_model("accounts.Invitation")
    told = Personal(
        purpose="a business letter",
        basis=Basis.LAW,
        about={"user": "user_id"},
        fields=("email", "name"),
        erase=Erase.KEEP,
        retention=Retention(years=6, after="expires_at", law="§ 257 HGB"),
    )
    monkeypatch.setattr(model, "personal", replace(told))
    return model.objects.create(email="marla@example.com", user=marla, digest="d", invited_at=NOW, expires_at=NOW)
