"""What is edited together with a condition has a name, and a key made of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

LONGEST_KEY = 40


class NamedForm(forms.Form):
    """A name in one language at least."""

    name_de = forms.CharField(label=_("Name in German"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not (said.get("name_de") or said.get("name_en")):
            self.add_error("name_de", _("Give it a name, in one language at least."))
        return said

    def texts(self, part: str) -> dict[str, str]:
        """By language; empty ones are left out."""
        said = self.cleaned_data
        return {each: said[f"{part}_{each}"] for each in ("de", "en") if said.get(f"{part}_{each}")}


def free_key(name: str, taken: Collection[str], *, otherwise: str) -> str:
    """A key that nobody has, from a name; of one without any letter a key can have, `otherwise`."""
    plain = slugify(name.replace("ß", "ss"))[: LONGEST_KEY - 3].strip("-_") or otherwise
    keys = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in keys if key not in taken)
