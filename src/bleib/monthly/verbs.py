"""What happens to monthly reports, as the audit log tells it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "monthly.made": _("%(actor)s had the monthly report %(subject)s made."),
    "monthly.sent": _("%(actor)s had the monthly report %(subject)s sent to %(number)s recipients."),
    "monthly.again": _("%(actor)s had the monthly report sent once more: %(subject)s."),
    "monthly.subscribed": _("%(actor)s put a recipient on the list of the monthly report."),
    "monthly.unsubscribed": _("%(actor)s took a recipient off the list of the monthly report."),
}
