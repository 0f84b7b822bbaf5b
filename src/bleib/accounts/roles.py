"""Who may do what: one table, role x action. Everything else asks it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody's work is."""

    ADMIN = "admin", _("Administrator")
    MANAGER = "manager", _("Retention manager")
    MARKETING = "marketing", _("Marketing")
    SERVICE = "service", _("Service")
    SALES = "sales", _("Sales")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")


class Action(models.TextChoices):
    """What can be done, in the words of the screens."""

    SEE_FIGURES = "see_figures", _("See figures and reports")
    SEE_CUSTOMERS = "see_customers", _("See customers and their history")
    EDIT_CUSTOMERS = "edit_customers", _("Edit customers, contacts and contracts")
    MERGE_CUSTOMERS = "merge_customers", _("Merge customers")
    EXPORT_CUSTOMERS = "export_customers", _("Export lists of customers")
    IMPORT = "import", _("Import and undo imports")
    MAKE_FORECAST = "make_forecast", _("Have the forecast made and tested anew")
    WORK_ON_TASKS = "work_on_tasks", _("Work on tasks")
    EXPORT_PERSON = "export_person", _("Hand a person the data held about them")
    ERASE_PERSON = "erase_person", _("Erase a person")
    SEE_AUDIT = "see_audit", _("Read the audit log")
    SEE_WORKER = "see_worker", _("See what the worker does")
    RUN_WORKER = "run_worker", _("Repeat failed work")
    EDIT_LIGHTS = "edit_lights", _("Edit the rules of lights")
    EDIT_SEGMENTS = "edit_segments", _("Edit segments")
    EDIT_CONNECTIONS = "edit_connections", _("Connect other systems: tokens, write keys, webhooks, pulls")
    EDIT_SETTINGS = "edit_settings", _("Change settings")
    EDIT_STAFF = "edit_staff", _("Manage colleagues and roles")


_READ = {Action.SEE_FIGURES, Action.SEE_CUSTOMERS}
_WORK = _READ | {Action.EDIT_CUSTOMERS, Action.WORK_ON_TASKS}

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.ADMIN: frozenset(Action),
    Role.MANAGER: frozenset(
        _WORK
        | {Action.MERGE_CUSTOMERS, Action.EXPORT_CUSTOMERS, Action.IMPORT, Action.MAKE_FORECAST}
        | {Action.EXPORT_PERSON, Action.SEE_WORKER, Action.EDIT_LIGHTS, Action.EDIT_SEGMENTS}
    ),
    Role.MARKETING: frozenset(_WORK | {Action.EXPORT_CUSTOMERS, Action.EDIT_SEGMENTS}),
    Role.SERVICE: frozenset(_WORK),
    Role.SALES: frozenset(_WORK),
    Role.ANALYST: frozenset(_READ | {Action.EXPORT_CUSTOMERS, Action.MAKE_FORECAST}),
    Role.AUDITOR: frozenset({Action.SEE_FIGURES, Action.SEE_AUDIT, Action.SEE_WORKER}),
}


def may(role: str, action: Action) -> bool:
    """Whether this role may do this. An unknown role may do nothing."""
    return role in ALLOWED and action in ALLOWED[Role(role)]
