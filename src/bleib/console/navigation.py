"""What stands in the sidebar: one table. Everybody sees the entries that their role may open."""

from __future__ import annotations

from collections.abc import Sequence
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


# Groups with their headings; the first has none.
GROUPS: Sequence[tuple[Promise | str, Sequence[Entry]]] = (
    ("", (Entry(_("Today"), "start", "home"), Entry(_("Tasks"), "tasks", "checklist", Action.WORK_ON_TASKS))),
    (
        _("Figures"),
        (
            Entry(_("Retention"), "retention", "chart-line", Action.SEE_FIGURES),
            Entry(_("Value"), "value", "chart-pie", Action.SEE_FIGURES),
            Entry(_("Customer journey map"), "journey_map", "columns", Action.SEE_FIGURES),
            Entry(_("Forecast"), "forecast", "target", Action.SEE_FIGURES),
            Entry(_("Economics"), "economics", "scale", Action.SEE_FIGURES),
            Entry(_("Monthly report"), "monthly", "report", Action.SEE_FIGURES),
            Entry(_("Definitions"), "definitions", "book", Action.SEE_FIGURES),
        ),
    ),
    (
        _("Customers"),
        (
            Entry(_("Customers"), "customers", "building", Action.SEE_CUSTOMERS),
            Entry(_("Segments"), "segments", "users-group", Action.SEE_FIGURES),
            Entry(_("Lights"), "lights", "traffic-lights", Action.SEE_FIGURES),
            Entry(_("Import"), "imports", "file-import", Action.SEE_FIGURES),
        ),
    ),
    (
        _("Administration"),
        (
            Entry(_("Settings"), "settings", "settings", Action.EDIT_SETTINGS),
            Entry(_("Connections"), "connections", "affiliate", Action.EDIT_CONNECTIONS),
            Entry(_("Colleagues"), "colleagues", "users", Action.EDIT_STAFF),
            Entry(_("Privacy"), "privacy", "shield-lock", Action.EXPORT_PERSON),
            Entry(_("Audit log"), "audit", "list-check", Action.SEE_AUDIT),
            Entry(_("System"), "system", "heartbeat", Action.SEE_WORKER),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`sidebar`: groups with heading and entries (title, address, icon, whether it is where one is).

    `may_search`: whether the box to search customers stands above them. Empty before signing in.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    groups = [(heading, [each for each in entries if _allowed(each, user.role)]) for heading, entries in GROUPS]
    return {
        "may_search": may(user.role, Action.SEE_CUSTOMERS),
        "sidebar": [
            {"heading": heading, "entries": [_shown(entry, request.path) for entry in entries]}
            for heading, entries in groups
            if entries
        ],
    }


def _allowed(entry: Entry, role: str) -> bool:
    return entry.action is None or may(role, entry.action)


def _shown(entry: Entry, path: str) -> dict[str, Any]:
    address = reverse(entry.view)
    here = path == address or (address != "/" and path.startswith(address))
    return {"title": entry.title, "address": address, "icon": entry.icon, "here": here}
