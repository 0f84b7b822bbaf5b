"""Anna runs the installation. Fixtures for whoever needs her signed in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bleib.accounts import api
from bleib.accounts.models import User
from bleib.accounts.roles import Role

PASSWORD = "correct horse battery staple"


def colleague(role: Role, *, language: str = "en") -> User:
    """Somebody with this role; the role's name is theirs, too."""
    return api.admit(
        email=f"{role}@example.com", name=role.capitalize(), role=role, password=PASSWORD, language=language
    )


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture
def anna(db):
    """The administrator."""
    return api.admit(email="anna@example.com", name="Anna", role=Role.ADMIN, password=PASSWORD, language="en")


@pytest.fixture
def confirmed(client, anna):
    """Anna's browser, where she has just given her password once more."""
    client.force_login(anna)
    client.post("/sign-in/again/", {"password": PASSWORD})
    return client
