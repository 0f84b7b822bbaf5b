"""Words for what other rooms say in code: {{ entry|told }}, {{ task.schedule|schedule }}."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from bleib.audit.api import Entry, sentence

register = template.Library()


@register.filter
def told(entry: Entry) -> str:
    """An entry of the audit log as a sentence."""
    return sentence(entry)


@register.filter
def schedule(words: str) -> str:
    """ "every 60 s" and "daily 03:00" in the reader's language; "–" for what is done when it is asked for."""
    word, _blank, when = words.partition(" ")
    known = {"every": _("every %(when)s"), "daily": _("daily at %(when)s")}
    return known[word] % {"when": when} if word in known else words or "–"
