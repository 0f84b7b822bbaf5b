"""What can be done about segments, as the audit log tells it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "segment.added": _("%(actor)s added the segment %(subject)s: %(changes)s."),
    "segment.changed": _("%(actor)s changed the segment %(subject)s: %(changes)s."),
    "segment.removed": _("%(actor)s removed the segment %(subject)s: %(changes)s."),
}
