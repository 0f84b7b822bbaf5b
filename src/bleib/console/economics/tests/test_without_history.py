"""The economics page where nothing was imported."""

from __future__ import annotations

import pytest

from bleib.monthly.tests.conftest import anna, home, now

__all__ = ["anna", "home", "now"]

pytestmark = pytest.mark.django_db


def test_without_a_history_it_says_what_to_do(client, anna, home):
    client.force_login(anna)
    assert "Nothing was imported yet" in client.get("/economics/").content.decode()
