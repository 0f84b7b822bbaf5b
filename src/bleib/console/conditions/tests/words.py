"""Words for conditions in tests: one field of each kind."""

from __future__ import annotations

from bleib.rules.vocabulary import Choice, Field, Kind, Vocabulary

KINDS = {"days": Kind.DAYS, "leave": Kind.SHARE, "worth": Kind.MONEY, "notice": Kind.FLAG, "tags": Kind.LIST,
         "last": Kind.DATE, "country": Kind.TEXT, "name": Kind.TEXT, "number": Kind.NUMBER,
         "owner": Kind.CHOICE}  # fmt: skip
CHOICES = {"country": ("DE", "AT"), "tags": ("A", "B"), "owner": ("1", "2")}
WORDS = Vocabulary.of(
    Field(name, "attributes", name, kind, name, name, choices=tuple(map(Choice, CHOICES.get(name, ()))))
    for name, kind in KINDS.items()
)
