"""Name and subject of a segment; its condition is typed in the editor of conditions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.console.conditions.naming import NamedForm
from bleib.segments.api import Segment, Subject


class SegmentForm(NamedForm):
    """Everything of a segment but its condition."""

    subject = forms.ChoiceField(label=_("Who belongs to it"), choices=Subject.choices)

    @classmethod
    def shown(cls, segment: Segment) -> dict[str, Any]:
        """Initial values of a segment."""
        return {"name_de": segment.name_de, "name_en": segment.name_en, "subject": segment.subject}
