"""Parts of pages: {% icon "users" %}, {% field form.email %}."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon that says nothing to screen readers: words stand beside it."""
    sprite = static("ui/vendor/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.inclusion_tag("ui/parts/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """One field of a form: label, input, help and what is wrong, tied together for screen readers."""
    kind = _kind(bound.field.widget)
    look = {"check": "form-check-input", "select": "form-select", "choices": "choices"}.get(kind, "form-control")
    attributes = bound.field.widget.attrs | {"class": look if not bound.errors else f"{look} is-invalid"}
    attributes.pop("placeholder", None)  # the label says it, and stays when something was typed
    bound.field.widget.attrs = {}
    return {"field": bound, "kind": kind, "widget": bound.as_widget(attrs=attributes)}


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "select" if isinstance(widget, forms.Select) else "input"
