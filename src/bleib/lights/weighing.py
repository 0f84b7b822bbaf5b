"""What weighs most in a customer's chance of leaving, in words with values."""

from __future__ import annotations

from dataclasses import dataclass

from bleib.lights.wording import Wording
from bleib.outlook.api import Outlook

UNKNOWN = {"de": "unbekannt", "en": "unknown"}


@dataclass(frozen=True)
class Weight:
    """A feature, what it is called and what it was; `leaves`: it speaks for leaving, otherwise for staying."""

    field: str
    label: str
    value: str
    leaves: bool


def weights(outlook: Outlook | None, wording: Wording) -> list[Weight]:
    """The strongest first; none where the model does not say."""
    said = outlook.drivers if outlook is not None else []
    return [
        Weight(name, _label(name, wording), wording.shown(name, value) or UNKNOWN[wording.lang], effect > 0)
        for name, effect, value in said
    ]


def _label(name: str, wording: Wording) -> str:
    field = wording.fields.get(name)
    return field.label(wording.lang) if field else name
