"""Names of people and companies stand in headers of mails and in lists: on one line, without control characters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

ON_ONE_LINE = RegexValidator(
    r"[\x00-\x1f\x7f\x85\u2028\u2029]", _("Write this on one line, without tabs."), inverse_match=True
)


class OneLine(forms.CharField):
    """A short text whose line breaks are refused: browsers take them away, other clients do not."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(ON_ONE_LINE)
