"""Who works at the demo company: an administrator and somebody for every other role, all with one password."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bleib.demo.exports import MARKER
from bleib.kernel.errors import BleibError

if TYPE_CHECKING:
    from bleib.accounts.models import User

# Nobody's letters: the domain cannot exist (RFC 2606).
DOMAIN = "nordhain.example"
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that is taken for another one


@dataclass(frozen=True)
class Colleague:
    """One of them; `role` as in accounts."""

    name: str
    role: str

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@{DOMAIN}"


COLLEAGUES = (
    Colleague("Anna Albrecht", "admin"),
    Colleague("Bernd Bachmann", "manager"),
    Colleague("Clara Conrad", "marketing"),
    Colleague("David Demir", "service"),
    Colleague("Elif Ersoy", "sales"),
    Colleague("Frank Feldmann", "analyst"),
    Colleague("Greta Grothe", "auditor"),
)


def password_of(home: Path) -> str:
    """The password of this demo, made on the first call and kept beside its data for the next.

    Raises BleibError for an installation that is not a demo's: nobody gets a known password there.
    """
    if not home.absolute().parent.name.startswith(MARKER):
        raise BleibError(f"{home} is no demo's installation. Colleagues with a known password are made in those only.")
    kept = home.parent / "password"
    if not kept.exists():
        unfinished = kept.with_name(".password.part")
        unfinished.unlink(missing_ok=True)
        with open(unfinished, "x", opener=partial(os.open, mode=0o600)) as file:
            file.write("-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4)) + "\n")
        unfinished.replace(kept)
    return kept.read_text().strip()


def employ(home: Path, *, language: str, now: datetime) -> dict[str, User]:
    """Make those who are missing; returns all by role. Raises BleibError where this is no demo."""
    from bleib.accounts import api as accounts
    from bleib.accounts.models import User

    password = password_of(home)
    founder, *others = COLLEAGUES
    accounts.found(email=founder.email, name=founder.name, password=password, language=language, now=now)
    known = set(User.objects.values_list("email", flat=True))
    for each in others:
        if each.email not in known:
            accounts.admit(email=each.email, name=each.name, role=each.role, password=password, language=language)
    return {user.role: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
