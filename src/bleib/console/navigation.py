"""What stands in the sidebar: one table. Everybody sees the entries that their role may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.accounts.roles import Action, may


@dataclass(frozen=True)
class Entry:
    """A page of the console: its title, the name of its address, its icon, and the action it takes (None: anybody)."""

    title: Promise
    view: str
    icon: str
    action: Action | None = None


ENTRIES = (
    Entry(_("Start"), "start", "home"),
    Entry(_("Colleagues"), "colleagues", "users", Action.EDIT_STAFF),
    Entry(_("Privacy"), "privacy", "shield-lock", Action.EXPORT_PERSON),
    Entry(_("Audit log"), "audit", "list-check", Action.SEE_AUDIT),
    Entry(_("System"), "system", "heartbeat", Action.SEE_WORKER),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`entries` for the sidebar: title, address, icon, and whether it is where one is. Empty before signing in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    allowed = [entry for entry in ENTRIES if entry.action is None or may(user.role, entry.action)]
    return {"entries": [_shown(entry, request.path) for entry in allowed]}


def _shown(entry: Entry, path: str) -> dict[str, Any]:
    address = reverse(entry.view)
    here = path == address or (address != "/" and path.startswith(address))
    return {"title": entry.title, "address": address, "icon": entry.icon, "here": here}
