"""Every model of every installed app with what it says about people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from bleib.kernel.personal import NotPersonal, Personal
from bleib.privacy.thirdparty import THIRD_PARTY


@dataclass(frozen=True)
class Declared:
    """A model with data about people."""

    model: type[Model]
    personal: Personal

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def field(self, name: str) -> Any:
        return self.model._meta.get_field(name)


def declaration(model: type[Model]) -> Personal | NotPersonal | None:
    """What a model says; None: nothing. Tables that only tie two models together say what those say."""
    told = getattr(model, "personal", None) or THIRD_PARTY.get(model._meta.label_lower)
    if told is None and model._meta.auto_created:
        return NotPersonal("ties rows of two tables together")
    return told


def models() -> list[type[Model]]:
    """All models with a table, by label."""
    found = (model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy)
    return sorted(found, key=lambda model: model._meta.label_lower)


def personal_models() -> Iterator[Declared]:
    """Those with data about people."""
    for model in models():
        told = declaration(model)
        if isinstance(told, Personal):
            yield Declared(model, told)


def kinds() -> dict[str, Declared]:
    """The kinds of people, and the model whose rows they are."""
    return {kind: each for each in personal_models() for kind in each.personal.kinds()}
