"""The words of light rules: the record, features of the history, the forecast."""

from __future__ import annotations

from bleib.customers.record_fields import fields
from bleib.rules.feature_fields import feature_fields, outlook_fields
from bleib.rules.vocabulary import Vocabulary


def vocabulary(*, choices: bool = False) -> Vocabulary:
    """All fields; with `choices` also which values there are, for an editor."""
    return Vocabulary.of([*fields(choices=choices), *feature_fields(), *outlook_fields()])
