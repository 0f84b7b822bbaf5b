"""What can be done about figures and how they are counted, as the audit log tells it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "target.set": _("%(actor)s set a target for %(subject)s: %(changes)s."),
    "target.removed": _("%(actor)s removed the target for %(subject)s (it was %(was)s)."),
    "assumption.set": _("%(actor)s entered an own figure for %(subject)s: %(changes)s."),
    "assumption.reset": _("%(actor)s went back to the rule of thumb for %(subject)s (it was %(was)s)."),
    "setting.changed": _("%(actor)s changed the setting %(subject)s: %(changes)s."),
    "customers.owner_given": _("%(actor)s gave %(number)s customers to %(subject)s (filter: %(filter)s)."),
    "customers.tagged": _("%(actor)s hung the tag %(subject)s on %(number)s customers (filter: %(filter)s)."),
    "customers.untagged": _("%(actor)s took the tag %(subject)s off %(number)s customers (filter: %(filter)s)."),
    "customers.exported": _("%(actor)s exported a list of %(number)s customers as %(subject)s (filter: %(filter)s)."),
}
