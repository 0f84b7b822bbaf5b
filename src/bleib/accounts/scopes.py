"""What a token may be made for: one table, scope x action. It opens what its maker's role opens now, never more."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.accounts.roles import Action


class Scope(models.TextChoices):
    """What a program may ask or say, in the words of the screens."""

    READ_CUSTOMERS = "read:customers", _("Read customers, contacts and contracts")
    WRITE_CUSTOMERS = "write:customers", _("Make and change customers, contacts and contracts")
    READ_FACTS = "read:facts", _("Read what happened to a customer")
    WRITE_FACTS = "write:facts", _("Write down what happened")
    READ_FIGURES = "read:figures", _("Read metrics and their definitions")
    READ_LIGHTS = "read:lights", _("Read lights with their reasons, and forecasts")
    READ_SEGMENTS = "read:segments", _("Read segments and who is in them")
    WRITE_SEGMENTS = "write:segments", _("Make and change segments")
    READ_TASKS = "read:tasks", _("Read tasks")
    WRITE_TASKS = "write:tasks", _("Ask for tasks and close them")
    EXPORT_CUSTOMERS = "export:customers", _("Take the list of customers out as a file")


TAKES: Mapping[Scope, Action] = {
    Scope.READ_CUSTOMERS: Action.SEE_CUSTOMERS,
    Scope.WRITE_CUSTOMERS: Action.EDIT_CUSTOMERS,
    Scope.READ_FACTS: Action.SEE_CUSTOMERS,
    Scope.WRITE_FACTS: Action.IMPORT,
    Scope.READ_FIGURES: Action.SEE_FIGURES,
    Scope.READ_LIGHTS: Action.SEE_CUSTOMERS,
    Scope.READ_SEGMENTS: Action.SEE_CUSTOMERS,
    Scope.WRITE_SEGMENTS: Action.EDIT_SEGMENTS,
    Scope.READ_TASKS: Action.WORK_ON_TASKS,
    Scope.WRITE_TASKS: Action.WORK_ON_TASKS,
    Scope.EXPORT_CUSTOMERS: Action.EXPORT_CUSTOMERS,
}

# Whoever may write is answered what became of it only where it may read the same.
ANSWERED: Mapping[Scope, Scope] = {
    Scope.WRITE_CUSTOMERS: Scope.READ_CUSTOMERS,
    Scope.WRITE_SEGMENTS: Scope.READ_SEGMENTS,
    Scope.WRITE_TASKS: Scope.READ_TASKS,
}
