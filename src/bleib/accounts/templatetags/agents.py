"""{{ session.user_agent|browser }}: what people call the browser and the device they sit at."""

from __future__ import annotations

from django import template

register = template.Library()

# The first that is found counts: browsers name those they descend from as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser(agent: str) -> str:
    """Such as "Firefox, Windows"; what is not known is shown as it names itself, shortened."""
    found = [next((name for mark, name in names if mark in agent), "") for names in (BROWSERS, DEVICES)]
    return ", ".join(filter(None, found)) or agent[:40] or "–"
