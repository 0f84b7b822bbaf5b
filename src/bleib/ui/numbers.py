"""Numbers in forms, as people write them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.formats import get_format


class AmountField(forms.DecimalField):
    """A number as the reader writes it: 1.234,50 in German, 1,234.50 in English."""

    widget = forms.TextInput

    def __init__(self, **named: Any) -> None:
        super().__init__(max_digits=18, decimal_places=4, localize=True, **named)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Any:
        separator = get_format("THOUSAND_SEPARATOR")
        if isinstance(value, str) and re.fullmatch(
            rf"-?\d{{1,3}}({re.escape(separator)}\d{{3}})+(\D\d*)?", value.strip()
        ):
            value = value.replace(separator, "")
        return super().to_python(value)
