"""What can be done about pulls, as the audit log tells it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "pull.added": _("%(actor)s added the pull %(subject)s: %(changes)s."),
    "pull.changed": _("%(actor)s changed the pull %(subject)s: %(changes)s."),
    "pull.removed": _("%(actor)s removed the pull %(subject)s."),
    "pull.switched_on": _("%(actor)s switched on the pull %(subject)s."),
    "pull.switched_off": _("%(actor)s switched off the pull %(subject)s."),
    "pull.started_anew": _("%(actor)s had the pull %(subject)s begin at the beginning again."),
}
