"""Inputs of the editor of conditions: {% shapes path "field" %} changes the form, {% tells path "value" %} what it
says."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
Context = dict[str, Any]
NEVER_WRONG = ("join", "holds", "time", "whose")  # whatever is chosen there fits


@register.simple_tag(takes_context=True)
def shapes(context: Context, path: str, word: str) -> SafeString:
    """Attributes of an input after which other inputs are needed."""
    return format_html('{} hx-post="{}"', _named(context, path, word), context["editor"].lines_address)


@register.simple_tag(takes_context=True)
def tells(context: Context, path: str, word: str) -> SafeString:
    """Attributes of an input that only changes the sentence; what is wrong with it is told beside it."""
    return format_html("{}{}", _named(context, path, word), _sentence(context, f"{path}-{word}"))


@register.simple_tag(takes_context=True)
def ticks(context: Context, path: str, place: int) -> SafeString:
    """The same for one of several boxes."""
    name = f"{path}-value"
    return format_html('name="{}" id="{}-{}"{}', name, name, place, _sentence(context, name))


@register.simple_tag(takes_context=True)
def focus(context: Context, path: str, word: str) -> SafeString:
    """Whether one goes on here: a page that is loaded does it by itself, of a part the script takes care (next.js)."""
    if context["editor"].focus != f"{path}-{word}":
        return SafeString("")
    return SafeString(" data-next") if context["request"].htmx else SafeString(" autofocus")


@register.simple_tag(takes_context=True)
def wrong(context: Context, path: str, word: str) -> SafeString:
    """What is wrong with an input; empty where nothing is, so that it can be filled while somebody types."""
    name = f"{path}-{word}"
    said = context["editor"].problem(name)
    return format_html('<span class="wrong" id="{}-error" aria-live="polite">{}</span>', name, said)


@register.filter
def numbered(path: str) -> str:
    """A path as people count: "c-0-1" is 1.2."""
    return ".".join(str(int(each) + 1) for each in path.split("-")[1:])


def _named(context: Context, path: str, word: str) -> SafeString:
    name = f"{path}-{word}"
    invalid = SafeString(' aria-invalid="true"') if context["editor"].problem(name) else ""
    named = format_html('name="{}" id="{}"', name, name)
    told = "" if word in NEVER_WRONG else format_html(' aria-describedby="{}-error"{}', name, invalid)
    return format_html("{}{}{}", named, told, focus(context, path, word))


def _sentence(context: Context, name: str) -> SafeString:
    error = "" if name.endswith(NEVER_WRONG) else format_html(' hx-select-oob="#{}-error:innerHTML"', name)
    sends = ' hx-post="{}" hx-trigger="input delay:400ms, change" hx-target="#says" hx-select="#says"{}'
    return format_html(sends, context["editor"].lines_address, error)
