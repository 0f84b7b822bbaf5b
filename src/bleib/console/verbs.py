"""What is done on the console's pages and by nobody else, as the audit log tells it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "job.retried": _("%(actor)s let the worker try job %(number)s again (%(subject)s)."),
    "job.cancelled": _("%(actor)s cancelled job %(number)s (%(subject)s)."),
    "preset.removed": _("%(actor)s deleted the saved columns “%(subject)s”."),
}
