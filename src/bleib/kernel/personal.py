"""What a model says about the people it holds data of: every model declares it, or the build fails.

class Note(models.Model):
    personal = Personal(
        purpose="What colleagues should know about this customer",
        basis=Basis.INTEREST,
        about={"customer": "customer_id", "contact": "contact_id"},
        fields=("text",),
        erase=Erase.DELETE,
        retention=Retention(days=3 * 365, after="written_at"),
    )

class Tag(models.Model):
    personal = NotPersonal("words for groups of customers")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Why the data may be held: Art. 6 (1) DSGVO."""

    CONSENT = "a"
    CONTRACT = "b"
    LAW = "c"
    INTEREST = "f"


class Erase(StrEnum):
    """What erasing a person does to the rows about them."""

    DELETE = "delete"  # the row goes
    BLANK = "blank"  # the row stays as part of the statistics, its personal fields are emptied
    KEEP = "keep"  # a law keeps it until its retention ends; the preview says which and until when


@dataclass(frozen=True)
class Retention:
    """How long rows stay at most: `days` after the field `after` (a date or an instant; null: not yet running).

    `law` names what demands that they are kept so long, e.g. "§ 147 AO"; without it the time is our own promise.
    """

    days: int
    after: str
    law: str = ""


@dataclass(frozen=True)
class Personal:
    """A model with data about people.

    `about` maps a kind of person (`user`, `contact`, `customer`) to the lookup that finds the rows about one.
    `fields` are the columns that hold personal data. `retention` None: as long as the person's own row.
    """

    purpose: str
    basis: Basis
    about: Mapping[str, str]
    fields: tuple[str, ...]
    erase: Erase = Erase.DELETE
    retention: Retention | None = None


@dataclass(frozen=True)
class NotPersonal:
    """A model without data about people, and why that is so."""

    reason: str
