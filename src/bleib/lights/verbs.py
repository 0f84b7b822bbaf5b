"""What can be done about lights, as the audit log tells it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "light.overridden": _("%(actor)s set the light of %(subject)s by hand: %(changes)s."),
    "light.lifted": _("%(actor)s gave the light of %(subject)s back to the rules."),
    "light.ran_out": _("The light by hand of %(subject)s ended as agreed (%(actor)s)."),
    "light_rule.added": _("%(actor)s added the light rule %(subject)s: %(changes)s."),
    "light_rule.changed": _("%(actor)s changed the light rule %(subject)s: %(changes)s."),
    "light_rule.removed": _("%(actor)s removed the light rule %(subject)s: %(changes)s."),
    "light_rules.added": _("%(actor)s added the set of light rules %(subject)s: %(changes)s."),
    "light_rules.changed": _("%(actor)s changed the set of light rules %(subject)s: %(changes)s."),
    "light_rules.removed": _("%(actor)s removed the set of light rules %(subject)s: %(changes)s."),
}
